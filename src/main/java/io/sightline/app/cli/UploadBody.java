package io.sightline.app.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A path as the body of an upload: a file as it is, a folder zipped on the way. Nothing is held in
 * memory or written to disk.
 */
record UploadBody(String contentType, Optional<String> disposition, BodyPublisher publisher) {
  private static final int PIPE = 1 << 16;

  /**
   * @throws CliException when there is nothing to send
   */
  static UploadBody of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return folder(path);
      }
      if (!Files.isReadable(path)) {
        throw new CliException("There is no file or folder " + path + " that can be read.");
      }
      return file(path);
    } catch (IOException e) {
      throw new CliException(path + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Files as one zip under names of their own.
   *
   * @param files by the name that the server sees
   */
  static UploadBody of(Map<String, Path> files) {
    return new UploadBody(
        "application/zip",
        Optional.empty(),
        BodyPublishers.ofInputStream(() -> zipped("the files", files)));
  }

  private static UploadBody file(Path path) throws IOException {
    String name =
        URLEncoder.encode(path.getFileName().toString(), StandardCharsets.UTF_8)
            .replace("+", "%20");
    return new UploadBody(
        "application/octet-stream",
        Optional.of("attachment; filename*=UTF-8''" + name),
        BodyPublishers.ofFile(path));
  }

  private static UploadBody folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new CliException("The folder " + folder + " is empty.");
    }
    Map<String, Path> named = new LinkedHashMap<>();
    files.forEach(f -> named.put(folder.relativize(f).toString().replace('\\', '/'), f));
    return new UploadBody(
        "application/zip",
        Optional.empty(),
        BodyPublishers.ofInputStream(() -> zipped(folder.toString(), named)));
  }

  private static PipedInputStream zipped(String what, Map<String, Path> files) {
    try {
      PipedInputStream in = new PipedInputStream(PIPE);
      PipedOutputStream out = new PipedOutputStream(in);
      Thread.ofVirtual().name("zip").start(() -> zip(what, files, out));
      return in;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A failure closes the pipe early; the server then refuses the zip as truncated. */
  private static void zip(String what, Map<String, Path> files, OutputStream out) {
    try (out) {
      ZipOutputStream zip = new ZipOutputStream(out);
      zip.setLevel(Deflater.BEST_SPEED);
      for (Map.Entry<String, Path> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        Files.copy(file.getValue(), zip);
        zip.closeEntry();
      }
      zip.finish();
    } catch (IOException e) {
      System.err.println("Reading " + what + " failed: " + e.getMessage());
    }
  }
}
