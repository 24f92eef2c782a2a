package io.sightline.chat;

import io.sightline.chat.answer.AnswerListener;
import io.sightline.report.document.ReportJson;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.net.URI;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/chats}. */
@Path("/api/chats")
@Tag(name = "Chats", description = "Questions about a study, answered with regions and verdicts.")
public class ChatResource {
  private final ChatService chats;

  ChatResource(ChatService chats) {
    this.chats = chats;
  }

  @POST
  @RunOnVirtualThread
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Opens a chat about a study.")
  public Response open(@Nullable ChatRequest request) {
    ChatRequest body = given(request);
    Chat chat = chats.open(body.requiredStudyId(), body.bundle());
    return Response.created(URI.create("/api/chats/" + chat.id()))
        .entity(ReportJson.write(chat))
        .build();
  }

  @GET
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "Chats, newest first, without their messages.")
  public String list(@QueryParam("limit") @DefaultValue("50") int limit) {
    return ReportJson.write(Map.of("chats", chats.list(Math.clamp(limit, 1, 200))));
  }

  @GET
  @RunOnVirtualThread
  @Path("{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "A chat with all its messages.")
  public String get(@PathParam("id") String id) {
    return ReportJson.write(chats.view(id));
  }

  @DELETE
  @RunOnVirtualThread
  @Path("{id}")
  @Operation(summary = "Deletes a chat with its messages and masks.")
  public Response delete(@PathParam("id") String id) {
    chats.delete(id);
    return Response.noContent().build();
  }

  @POST
  @RunOnVirtualThread
  @Path("{id}/messages")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "One turn, answered when it is complete.",
      description =
          "A question in \"text\", or a place in \"region\": {\"point\":[x,y,z]} or"
              + " {\"box\":[[x,y,z],[x,y,z]]} in LPS mm. Questions need a bundle that was trained"
              + " to answer (422 cannot_answer otherwise); places and \"show me …\" do not. A"
              + " remote generalist may call tools; \"toolCalls\" of the answer lists each with"
              + " name, arguments, result, latencyMs, and error where it gave nothing.")
  public String ask(
      @PathParam("id") String id,
      @Nullable MessageRequest request,
      @Context RoutingContext context) {
    Turn turn = chats.accept(id, given(request));
    return ReportJson.write(chats.answer(turn, AnswerListener.NONE, ClientGone.of(context)));
  }

  @POST
  @Blocking
  @Path("{id}/messages")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "The same turn as events: token, tool, region, sentence, evidence, done, failed.")
  public Multi<OutboundSseEvent> stream(
      @PathParam("id") String id, @Nullable MessageRequest request, @Context Sse sse) {
    return new AnswerStream(chats, sse).of(chats.accept(id, given(request)));
  }

  @GET
  @RunOnVirtualThread
  @Path("{id}/messages/{mid}/regions/{rid}/mask")
  @Produces("application/gzip")
  @Operation(summary = "The mask of an answer's region, .nii.gz in its series' grid.")
  public Response mask(
      @PathParam("id") String id, @PathParam("mid") String mid, @PathParam("rid") String rid) {
    return Response.ok(chats.mask(id, mid, rid))
        .header(
            "Content-Disposition",
            "attachment; filename=\"" + rid.replaceAll("[^A-Za-z0-9-]", "_") + ".nii.gz\"")
        .build();
  }

  private static <T> T given(@Nullable T body) {
    if (body == null) {
      throw new ProblemException(ErrorCode.BAD_REQUEST, "The body is empty.");
    }
    return body;
  }
}
