package io.sightline.inference.remote;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.sightline.inference.remote.ModelTensors.Described;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the protocol's small messages by field number. */
final class GrpcMetadata {
  private static final int READY = 1;
  private static final int INPUTS = 4;
  private static final int OUTPUTS = 5;
  private static final int NAME = 1;
  private static final int DATATYPE = 2;
  private static final int SHAPE = 3;

  private GrpcMetadata() {}

  /** {@code ServerReadyResponse}, {@code ModelReadyResponse}. */
  static boolean ready(byte[] message) throws IOException {
    return fields(message).getField(READY).getVarintList().stream().anyMatch(v -> v != 0);
  }

  /** {@code ModelMetadataResponse}. */
  static ModelTensors model(byte[] message) throws IOException {
    UnknownFieldSet model = fields(message);
    return new ModelTensors(tensors(model.getField(INPUTS)), tensors(model.getField(OUTPUTS)));
  }

  private static List<Described> tensors(Field tensors) throws IOException {
    List<Described> described = new ArrayList<>();
    for (ByteString bytes : tensors.getLengthDelimitedList()) {
      UnknownFieldSet tensor = fields(bytes.toByteArray());
      described.add(
          new Described(
              text(tensor.getField(NAME)),
              text(tensor.getField(DATATYPE)),
              numbers(tensor.getField(SHAPE))));
    }
    return described;
  }

  private static String text(Field field) {
    List<ByteString> all = field.getLengthDelimitedList();
    return all.isEmpty() ? "" : all.getLast().toStringUtf8();
  }

  /** Packed or not. */
  private static List<Long> numbers(Field field) throws IOException {
    List<Long> numbers = new ArrayList<>(field.getVarintList());
    for (ByteString packed : field.getLengthDelimitedList()) {
      CodedInputStream in = packed.newCodedInput();
      while (!in.isAtEnd()) {
        numbers.add(in.readInt64());
      }
    }
    return numbers;
  }

  private static UnknownFieldSet fields(byte[] message) throws OipFailure {
    try {
      return UnknownFieldSet.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw OipFailure.failed("what it says of itself is no message of the protocol", e);
    }
  }
}
