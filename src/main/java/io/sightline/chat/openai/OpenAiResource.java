package io.sightline.chat.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sightline.chat.ClientGone;
import io.sightline.chat.openai.Completions.Accepted;
import io.sightline.report.document.ReportJson;
import io.sightline.shared.Cancellation;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /v1}: the part of the OpenAI interface that chats need. */
@Path("/v1")
@Tag(name = "OpenAI", description = "Chat completions about a stored study, in the OpenAI shape.")
@RunOnVirtualThread
public class OpenAiResource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Completions completions;

  OpenAiResource(Completions completions) {
    this.completions = completions;
  }

  @GET
  @Path("models")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Bundles that can be chatted with.")
  public String models() {
    return ReportJson.write(
        new ModelView.Page("list", completions.models().stream().map(ModelView::of).toList()));
  }

  @GET
  @Path("models/{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "One of them.")
  public Response model(@PathParam("id") String id) {
    return told(() -> json(ModelView.of(completions.model(id))));
  }

  @POST
  @Path("chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.WILDCARD)
  @Operation(
      summary = "An answer about a study, whole or as a stream.",
      description =
          "The study is a content part {\"type\":\"image_url\",\"image_url\":{\"url\":"
              + "\"sightline:study/{id}\"}}. n = 1; data: images are refused. The field sightline"
              + " holds the sentences with their regions and verdicts.")
  public Response complete(@Nullable String body, @Context RoutingContext context) {
    return told(
        () -> {
          Accepted accepted = completions.accept(parsed(body));
          Cancellation gone = ClientGone.of(context);
          return accepted.request().streams()
              ? Response.ok(new CompletionStream(completions, accepted, gone))
                  .type(MediaType.SERVER_SENT_EVENTS)
                  .build()
              : json(completions.completion(accepted, completions.answer(accepted, gone)));
        });
  }

  private static CompletionRequest parsed(@Nullable String body) {
    try {
      CompletionRequest request = JSON.readValue(body == null ? "" : body, CompletionRequest.class);
      if (request != null) {
        return request;
      }
    } catch (JsonProcessingException e) {
      // the message of the parser may quote the body; the client knows it better
    }
    throw OpenAiException.invalid("The body is not the JSON that this route takes.", null);
  }

  private static Response told(Supplier<Response> work) {
    try {
      return work.get();
    } catch (OpenAiException e) {
      return error(e);
    } catch (ProblemException e) {
      return error(OpenAiException.of(e));
    }
  }

  private static Response error(OpenAiException e) {
    Response.ResponseBuilder answer =
        Response.status(e.status())
            .type(MediaType.APPLICATION_JSON)
            .entity(ReportJson.write(new OpenAiError.Body(e.error())));
    return e.status() == 429 ? answer.header("Retry-After", 10).build() : answer.build();
  }

  private static Response json(Object value) {
    return Response.ok(ReportJson.write(value), MediaType.APPLICATION_JSON).build();
  }
}
