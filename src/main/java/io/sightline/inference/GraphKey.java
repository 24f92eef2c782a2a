package io.sightline.inference;

import io.sightline.bundle.Bundle;

/** One graph of one bundle. */
record GraphKey(String sha256, String role) {
  static GraphKey of(Bundle bundle, String role) {
    return new GraphKey(bundle.sha256(), role);
  }

  boolean isOf(Bundle bundle) {
    return sha256.equals(bundle.sha256());
  }
}
