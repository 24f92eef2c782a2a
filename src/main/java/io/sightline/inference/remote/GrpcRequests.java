package io.sightline.inference.remote;

import io.grpc.MethodDescriptor.Marshaller;
import java.io.InputStream;

/** Requests on their way out. */
enum GrpcRequests implements Marshaller<GrpcRequest> {
  INSTANCE;

  @Override
  public InputStream stream(GrpcRequest request) {
    return new Pieces(request.pieces());
  }

  @Override
  public GrpcRequest parse(InputStream stream) {
    throw new UnsupportedOperationException("nothing here receives requests");
  }
}
