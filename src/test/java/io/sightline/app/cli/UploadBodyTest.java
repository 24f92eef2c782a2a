package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadBodyTest {
  @TempDir Path temp;

  /** What a server receives. */
  private static byte[] sent(UploadBody body) throws Exception {
    CompletableFuture<byte[]> received = new CompletableFuture<>();
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.complete(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(204, -1);
        });
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      client.send(
          HttpRequest.newBuilder(uri).POST(body.publisher()).build(), BodyHandlers.discarding());
      return received.get();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFolderIsZippedOnTheWay() throws Exception {
    Files.createDirectories(temp.resolve("a/b"));
    Files.write(temp.resolve("a/b/IM1"), new byte[] {1, 2});
    Files.write(temp.resolve("IM 2"), new byte[100_000]);
    UploadBody body = UploadBody.of(temp);

    Map<String, Integer> entries = new TreeMap<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(sent(body)));
    for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
      entries.put(e.getName(), zip.readAllBytes().length);
    }
    assertThat(body.contentType()).isEqualTo("application/zip");
    assertThat(entries).isEqualTo(Map.of("IM 2", 100_000, "a/b/IM1", 2));
  }

  @Test
  void aFileGoesAsItIsWithItsName() throws Exception {
    Path file = Files.write(temp.resolve("flair ä.nii.gz"), new byte[] {7});
    UploadBody body = UploadBody.of(file);
    assertThat(sent(body)).containsExactly(7);
    assertThat(body.disposition()).contains("attachment; filename*=UTF-8''flair%20%C3%A4.nii.gz");
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> UploadBody.of(temp.resolve("nothing")))
        .isInstanceOf(CliException.class);
    assertThatThrownBy(() -> UploadBody.of(temp))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("empty");
  }
}
