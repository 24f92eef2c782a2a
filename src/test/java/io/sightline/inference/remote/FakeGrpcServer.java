package io.sightline.inference.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The protocol over gRPC on loopback; its messages are read and written by field number. */
final class FakeGrpcServer implements AutoCloseable, ServerInterceptor {
  private static final String SERVICE = "inference.GRPCInferenceService";

  /** Answers one call. */
  interface Handler {
    void answer(byte[] request, StreamObserver<byte[]> to) throws IOException;
  }

  private final Server server;
  private final FakeModel model;
  private final boolean tls;
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Handler inference;

  FakeGrpcServer(FakeModel model) {
    this(model, null);
  }

  /**
   * @param tls null = plain
   */
  FakeGrpcServer(FakeModel model, @Nullable SslContext tls) {
    this.model = model;
    this.tls = tls != null;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(1 << 26)
            .intercept(this)
            .addService(service());
    try {
      server = (tls == null ? builder : builder.sslContext(tls)).build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(method("ServerReady"), handler((_, to) -> reply(to, ready())))
        .addMethod(method("ModelMetadata"), handler(this::describe))
        .addMethod(method("ModelInfer"), handler(this::infer))
        .build();
  }

  String url() {
    return (tls ? "grpcs" : "grpc") + "://127.0.0.1:" + server.getPort();
  }

  /** What it does instead when it is to infer. */
  void inferring(@Nullable Handler instead) {
    inference = instead;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    asked.add(call.getMethodDescriptor().getFullMethodName());
    authorizations.add(
        String.valueOf(
            headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
    return Contexts.interceptCall(Context.current(), call, headers, next);
  }

  private static MethodDescriptor<byte[], byte[]> method(String name) {
    return MethodDescriptor.newBuilder(GrpcBytes.INSTANCE, GrpcBytes.INSTANCE)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(SERVICE + "/" + name)
        .build();
  }

  private static ServerCallHandler<byte[], byte[]> handler(Handler handler) {
    return ServerCalls.asyncUnaryCall(
        (request, to) -> {
          try {
            handler.answer(request, to);
          } catch (IOException e) {
            to.onError(Status.INVALID_ARGUMENT.withCause(e).asRuntimeException());
          }
        });
  }

  static void reply(StreamObserver<byte[]> to, byte[] message) {
    to.onNext(message);
    to.onCompleted();
  }

  private static byte[] ready() {
    return UnknownFieldSet.newBuilder()
        .addField(1, Field.newBuilder().addVarint(1).build())
        .build()
        .toByteArray();
  }

  private void describe(byte[] request, StreamObserver<byte[]> to) throws IOException {
    String name = text(UnknownFieldSet.parseFrom(request).getField(1));
    if (!name.equals(model.name())) {
      to.onError(Status.NOT_FOUND.asRuntimeException());
      return;
    }
    UnknownFieldSet.Builder out = UnknownFieldSet.newBuilder().addField(1, bytes(text(name)));
    Field.Builder inputs = Field.newBuilder();
    for (WireTensor t : model.inputs()) {
      inputs.addLengthDelimited(tensor(t).toByteString());
    }
    Field.Builder outputs = Field.newBuilder();
    for (WireTensor t : model.outputs()) {
      outputs.addLengthDelimited(tensor(t).toByteString());
    }
    reply(to, out.addField(4, inputs.build()).addField(5, outputs.build()).build().toByteArray());
  }

  private void infer(byte[] request, StreamObserver<byte[]> to) throws IOException {
    Handler instead = inference;
    if (instead != null) {
      instead.answer(request, to);
      return;
    }
    UnknownFieldSet message = UnknownFieldSet.parseFrom(request);
    List<ByteString> raw = message.getField(7).getLengthDelimitedList();
    Map<String, WireTensor> inputs = new LinkedHashMap<>();
    for (ByteString input : message.getField(5).getLengthDelimitedList()) {
      UnknownFieldSet tensor = UnknownFieldSet.parseFrom(input);
      String name = text(tensor.getField(1));
      inputs.put(
          name,
          new WireTensor(
              name,
              text(tensor.getField(2)),
              numbers(tensor.getField(3)),
              raw.get(inputs.size()).toByteArray()));
    }
    Set<String> wanted =
        message.getField(6).getLengthDelimitedList().stream()
            .map(FakeGrpcServer::firstText)
            .collect(Collectors.toSet());
    reply(to, answer(model.run(inputs).stream().filter(t -> wanted.contains(t.name())).toList()));
  }

  /** {@code ModelInferResponse}. */
  static byte[] answer(List<WireTensor> outputs) throws IOException {
    Field.Builder described = Field.newBuilder();
    Field.Builder contents = Field.newBuilder();
    for (WireTensor t : outputs) {
      described.addLengthDelimited(tensor(t).toByteString());
      contents.addLengthDelimited(ByteString.copyFrom(t.bytes()));
    }
    return UnknownFieldSet.newBuilder()
        .addField(1, bytes(text("fake")))
        .addField(5, described.build())
        .addField(6, contents.build())
        .build()
        .toByteArray();
  }

  private static UnknownFieldSet tensor(WireTensor t) throws IOException {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    CodedOutputStream packed = CodedOutputStream.newInstance(shape);
    for (long axis : t.shape()) {
      packed.writeInt64NoTag(axis);
    }
    packed.flush();
    return UnknownFieldSet.newBuilder()
        .addField(1, bytes(text(t.name())))
        .addField(2, bytes(text(t.datatype())))
        .addField(3, bytes(ByteString.copyFrom(shape.toByteArray())))
        .build();
  }

  private static Field bytes(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }

  private static ByteString text(String value) {
    return ByteString.copyFromUtf8(value);
  }

  private static String text(Field field) {
    return field.getLengthDelimitedList().getFirst().toStringUtf8();
  }

  private static String firstText(ByteString message) {
    try {
      return text(UnknownFieldSet.parseFrom(message).getField(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long[] numbers(Field field) throws IOException {
    List<Long> numbers = new ArrayList<>();
    CodedInputStream in = field.getLengthDelimitedList().getFirst().newCodedInput();
    while (!in.isAtEnd()) {
      numbers.add(in.readInt64());
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
