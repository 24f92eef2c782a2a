package io.sightline.inference;

import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleRegistry;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The bundles over HTTP: what there is, in which state and why; loading and unloading. */
@Path("/api/bundles")
@Produces(MediaType.APPLICATION_JSON)
public class BundleResource {
  private final BundleRegistry registry;
  private final SessionPool pool;

  @Inject
  public BundleResource(BundleRegistry registry, SessionPool pool) {
    this.registry = registry;
    this.pool = pool;
  }

  /** All bundles, refused ones too. */
  @GET
  public BundleList list() {
    return new BundleList(registry.all().stream().map(b -> BundleView.of(b, pool)).toList());
  }

  @GET
  @Path("{id}")
  public BundleView get(@PathParam("id") String id) {
    return BundleView.of(known(id), pool);
  }

  /**
   * Loads every graph, so that the first report need not wait; a graph that runs elsewhere is asked
   * for anew, since its server may have changed.
   */
  @POST
  @Path("{id}/load")
  @RunOnVirtualThread
  public BundleView load(@PathParam("id") String id) {
    Bundle bundle = registry.require(id);
    pool.renew(bundle);
    bundle.manifest().graphs().keySet().forEach(role -> pool.lease(bundle, role).close());
    return BundleView.of(bundle, pool);
  }

  @POST
  @Path("{id}/unload")
  @RunOnVirtualThread
  public BundleView unload(@PathParam("id") String id) {
    Bundle bundle = known(id);
    pool.unload(bundle);
    return BundleView.of(bundle, pool);
  }

  private Bundle known(String id) {
    return registry
        .find(id)
        .orElseThrow(
            () -> new ProblemException(ErrorCode.NOT_FOUND, "There is no bundle '" + id + "'."));
  }

  /** A page of bundles; there are few, so it is the only one. */
  public record BundleList(List<BundleView> bundles) {}
}
