package io.sightline.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the server. */
@QuarkusMain
public class Main {
  public static void main(String[] args) {
    Quarkus.run(args);
  }
}
