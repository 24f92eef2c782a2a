package io.sightline.inference.remote;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.sightline.bundle.RemoteModel;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The protocol over gRPC; tensors always go raw. */
final class GrpcClient implements OipClient {
  private static final String SERVICE = "inference.GRPCInferenceService";
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final int LONGEST_DESCRIPTION = 1 << 20;

  /** Room for names, shapes and parameters. */
  private static final long SLACK = 1 << 20;

  private final ManagedChannel channel;
  private final Channel calls;
  private final Optional<String> token;
  private final Duration patience;
  private final long largest;

  /**
   * @param builder with address and transport security
   */
  GrpcClient(NettyChannelBuilder builder, OipConfig.Server config) {
    this.token = config.token();
    this.patience = config.connectTimeout();
    this.largest = Math.min(config.maxMessage().asLongValue(), Integer.MAX_VALUE - SLACK);
    // retries are ours, so that both transports try again alike; services are not told elsewhere
    this.channel =
        builder
            .disableRetry()
            .disableServiceConfigLookUp()
            .maxInboundMessageSize((int) (largest + SLACK))
            .build();
    Metadata headers = new Metadata();
    token.ifPresent(secret -> headers.put(AUTHORIZATION, "Bearer " + secret));
    this.calls =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public ModelTensors describe(RemoteModel model) throws IOException {
    if (!GrpcMetadata.ready(ask("ServerReady", new byte[0]))) {
      throw OipFailure.later("it is not ready", null);
    }
    return GrpcMetadata.model(ask("ModelMetadata", GrpcRequest.model(model)));
  }

  private byte[] ask(String method, byte[] request) throws IOException {
    CallOptions options = options(patience).withMaxInboundMessageSize(LONGEST_DESCRIPTION);
    try {
      return ClientCalls.blockingUnaryCall(
          calls, method(method, GrpcBytes.INSTANCE, GrpcBytes.INSTANCE), options, request);
    } catch (StatusRuntimeException e) {
      throw GrpcFailures.of(e, token);
    }
  }

  @Override
  public Answer infer(
      RemoteModel model, List<NamedTensor> inputs, Set<String> wanted, long most, Duration timeout)
      throws IOException {
    GrpcRequest request = GrpcRequest.of(model, inputs, wanted);
    if (request.length() > largest) {
      throw OipFailure.failed(
          "the request has %d bytes, max-message allows %d".formatted(request.length(), largest));
    }
    GrpcAnswers answers = new GrpcAnswers(most);
    CallOptions options =
        options(timeout).withMaxInboundMessageSize((int) (Math.min(most, largest) + SLACK));
    try {
      ClientCalls.blockingUnaryCall(
          calls, method("ModelInfer", GrpcRequests.INSTANCE, answers), options, request);
      return answers.take();
    } catch (StatusRuntimeException e) {
      answers.drop();
      throw GrpcFailures.of(e, token);
    }
  }

  private static CallOptions options(Duration timeout) {
    return CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static <Q, A> MethodDescriptor<Q, A> method(
      String name, Marshaller<Q> request, Marshaller<A> answer) {
    return MethodDescriptor.newBuilder(request, answer)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
