package io.sightline.chat;

import io.sightline.chat.answer.AnswerListener;
import io.sightline.report.document.Evidence;
import io.sightline.report.document.Region;
import io.sightline.report.document.ReportJson;
import io.sightline.report.document.Sentence;
import io.sightline.report.document.ToolCall;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.Problem;
import io.sightline.shared.ProblemException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A turn as server-sent events: {@code token}, {@code tool}, {@code region}, {@code sentence},
 * {@code evidence}, then {@code done} with the message or {@code failed} with a problem body. A
 * client that leaves cancels the work.
 */
final class AnswerStream {
  private static final Logger LOG = Logger.getLogger(AnswerStream.class);

  private final ChatService chats;
  private final Sse sse;

  AnswerStream(ChatService chats, Sse sse) {
    this.chats = chats;
    this.sse = sse;
  }

  Multi<OutboundSseEvent> of(Turn turn) {
    return Multi.createFrom()
        .emitter(
            emitter -> {
              Cancellation cancellation = new Cancellation();
              emitter.onTermination(cancellation::cancel);
              Thread.ofVirtual()
                  .name("answer-" + turn.messageId())
                  .start(() -> answer(turn, emitter, cancellation));
            });
  }

  private void answer(
      Turn turn, MultiEmitter<? super OutboundSseEvent> emitter, Cancellation cancellation) {
    try {
      Message message = chats.answer(turn, new Told(emitter), cancellation);
      emitter.emit(event("done", message));
    } catch (ProblemException e) {
      emitter.emit(event("failed", Problem.of(e.code(), e.detail(), turn.asked().route())));
    } catch (RuntimeException e) {
      LOG.errorf(e, "Answering %s failed unexpectedly", turn.asked().route());
      String detail = "The server failed; its log says why.";
      emitter.emit(event("failed", Problem.of(ErrorCode.INTERNAL, detail, turn.asked().route())));
    }
    emitter.complete();
  }

  private OutboundSseEvent event(String name, Object data) {
    return sse.newEventBuilder().name(name).data(String.class, ReportJson.write(data)).build();
  }

  private final class Told implements AnswerListener {
    private final MultiEmitter<? super OutboundSseEvent> emitter;

    Told(MultiEmitter<? super OutboundSseEvent> emitter) {
      this.emitter = emitter;
    }

    @Override
    public void token(String piece) {
      emitter.emit(event("token", Map.of("text", piece)));
    }

    @Override
    public void region(Region region) {
      emitter.emit(event("region", region));
    }

    @Override
    public void sentence(Sentence sentence) {
      emitter.emit(event("sentence", sentence));
    }

    @Override
    public void tool(ToolCall call) {
      emitter.emit(event("tool", call));
    }

    @Override
    public void evidence(Evidence evidence) {
      emitter.emit(event("evidence", evidence));
    }
  }
}
