package io.sightline.app;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Routes that fail in every way a route can. */
@Path("/failing")
public class FailingRoutes {

  /** A body of this route. */
  public record Body(int number) {}

  @GET
  @Path("unexpected")
  public String unexpected() {
    throw new IllegalStateException("secret at /home/someone/file");
  }

  @GET
  @Path("problem")
  public String problem(@QueryParam("code") ErrorCode code) {
    throw new ProblemException(code, "A knee.");
  }

  @POST
  @Path("json")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Body json(Body body) {
    return body;
  }
}
