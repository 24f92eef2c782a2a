package io.sightline.chat.openai;

import io.sightline.chat.Message;
import io.sightline.chat.openai.Completions.Accepted;
import io.sightline.report.document.ReportJson;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A completion as server-sent events without names, ended by {@code [DONE]}. Words are sent once
 * their sentence is grounded: sizes are measured, and what was sent cannot be taken back.
 */
final class CompletionStream implements StreamingOutput {
  private static final Logger LOG = Logger.getLogger(CompletionStream.class);

  private final Completions completions;
  private final Accepted accepted;
  private final Cancellation cancellation;

  CompletionStream(Completions completions, Accepted accepted, Cancellation cancellation) {
    this.completions = completions;
    this.accepted = accepted;
    this.cancellation = cancellation;
  }

  @Override
  public void write(OutputStream out) throws IOException {
    try {
      send(out, delta(new Chunk.Delta("assistant", ""), null, null));
      Message message = completions.answer(accepted, cancellation);
      Cut cut = Cut.of(message.answer(), accepted.stops());
      for (String piece : cut.pieces()) {
        send(out, delta(new Chunk.Delta(null, piece), null, null));
      }
      send(out, delta(new Chunk.Delta(null, null), cut.finish(), message));
      if (accepted.request().wantsUsage()) {
        send(out, chunk(List.of(), Completion.Tokens.of(message.answer().usage()), null));
      }
      line(out, "[DONE]");
    } catch (ProblemException e) {
      send(out, new OpenAiError.Body(OpenAiException.of(e).error()));
    } catch (RuntimeException e) {
      LOG.errorf(e, "Completion %s failed unexpectedly", accepted.id());
      String words = "The server failed; its log says why.";
      send(out, new OpenAiError.Body(OpenAiError.of(500, words, null, "internal")));
    }
  }

  private Chunk delta(Chunk.Delta delta, @Nullable String finish, @Nullable Message message) {
    return chunk(List.of(new Chunk.Choice(0, delta, finish)), null, message);
  }

  private Chunk chunk(
      List<Chunk.Choice> choices, Completion.@Nullable Tokens usage, @Nullable Message message) {
    return new Chunk(
        accepted.id(),
        "chat.completion.chunk",
        accepted.created(),
        accepted.bundle().id(),
        choices,
        usage,
        message);
  }

  private static void send(OutputStream out, Object data) throws IOException {
    line(out, ReportJson.write(data));
  }

  private static void line(OutputStream out, String data) throws IOException {
    out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
