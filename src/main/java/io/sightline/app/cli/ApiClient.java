package io.sightline.app.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.chat.answer.Answer;
import io.sightline.chat.segment.Segmentation;
import io.sightline.report.document.Report;
import io.sightline.report.document.ReportJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes that the commands use. Blocks; a problem that the server answers is thrown in its
 * words.
 */
final class ApiClient {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final String token;

  ApiClient(URI server, String token) {
    this.server = server;
    this.token = token;
  }

  /** What the commands read of the answer to an upload. */
  record Upload(List<StudyRef> studies, List<Refused> rejected) {}

  /** One study of it. */
  record StudyRef(String id, List<SeriesRef> series) {
    int volumes() {
      return series.stream().mapToInt(s -> s.volumes().size()).sum();
    }
  }

  /** One series of a study. */
  record SeriesRef(String sequence, List<VolumeRef> volumes) {}

  /** One volume of a series. */
  record VolumeRef(int index) {}

  /** A file that the server did not take. */
  record Refused(String name, String code, String reason) {}

  /** The part of an RFC 9457 problem that people read. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record ProblemBody(String detail, String code) {}

  /** A path of the server that events or files are read from. */
  @FunctionalInterface
  interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  Upload upload(UploadBody body) {
    HttpRequest.Builder request =
        request("/api/studies").header("Content-Type", body.contentType()).POST(body.publisher());
    body.disposition().ifPresent(value -> request.header("Content-Disposition", value));
    return send(request, in -> JSON.readValue(in, Upload.class));
  }

  Report draft(String studyId) {
    return draft(studyId, Map.of());
  }

  /**
   * @param options further fields of the request
   */
  Report draft(String studyId, Map<String, Object> options) {
    Map<String, Object> fields = new HashMap<>(options);
    fields.put("studyId", studyId);
    BodyPublisher body = BodyPublishers.ofString(json(fields));
    return send(
        request("/api/reports").header("Content-Type", "application/json").POST(body),
        ApiClient::report);
  }

  /** What the commands read of a chat. */
  record ChatRef(String id) {}

  ChatRef openChat(String studyId) {
    BodyPublisher body = BodyPublishers.ofString(json(Map.of("studyId", studyId)));
    return send(
        request("/api/chats").header("Content-Type", "application/json").POST(body),
        in -> JSON.readValue(in, ChatRef.class));
  }

  Answer ask(String chatId, String question) {
    BodyPublisher body = BodyPublishers.ofString(json(Map.of("text", question)));
    return send(
        request("/api/chats/" + chatId + "/messages")
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(body),
        in -> ReportJson.read(text(in), Answer.class));
  }

  /** The region that words ask for, or none. */
  Segmentation segment(String studyId, String text) {
    BodyPublisher body =
        BodyPublishers.ofString(json(Map.of("studyId", studyId, "prompt", Map.of("text", text))));
    return send(
        request("/api/segmentations").header("Content-Type", "application/json").POST(body),
        in -> ReportJson.read(text(in), Segmentation.class));
  }

  void deleteStudy(String studyId) {
    send(request("/api/studies/" + studyId).DELETE(), InputStream::readAllBytes);
  }

  Report report(String id) {
    return send(request("/api/reports/" + id), ApiClient::report);
  }

  /** Reads the event stream to its end. */
  void events(String reportId, Reader<Void> reader) {
    send(
        request("/api/reports/" + reportId + "/events").header("Accept", "text/event-stream"),
        reader);
  }

  void download(String path, Path file) {
    send(request(path), in -> write(in, file));
  }

  private static long write(InputStream in, Path file) throws IOException {
    try {
      return Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      throw new CliException("The file " + file + " cannot be written.");
    }
  }

  private static Report report(InputStream in) throws IOException {
    return ReportJson.read(text(in));
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new IllegalStateException("a map can be written as JSON", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private <T> T send(HttpRequest.Builder request, Reader<T> reader) {
    try {
      HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() >= 400) {
          throw new CliException(problem(response.statusCode(), body));
        }
        return reader.read(body);
      }
    } catch (IOException e) {
      throw new CliException("The server does not answer any more: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("Interrupted.");
    }
  }

  private static String problem(int status, InputStream body) throws IOException {
    byte[] bytes = body.readAllBytes();
    try {
      ProblemBody problem = JSON.readValue(bytes, ProblemBody.class);
      return "%s (%s)".formatted(problem.detail(), problem.code());
    } catch (IOException e) {
      return "The server answered " + status + ".";
    }
  }
}
