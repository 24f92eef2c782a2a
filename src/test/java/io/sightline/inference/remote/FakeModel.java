package io.sightline.inference.remote;

import java.util.List;
import java.util.Map;

/** A model of a fake server. */
public interface FakeModel {
  String name();

  /** What the server says of it. */
  List<WireTensor> inputs();

  List<WireTensor> outputs();

  /** All outputs. */
  List<WireTensor> run(Map<String, WireTensor> inputs);
}
