package io.sightline.volume.preprocess;

import io.sightline.volume.Mask;
import io.sightline.volume.VolumeGeometry;

/** Turns background that is not 6-connected to the border of the array into foreground. */
final class HoleFilling {
  private static final byte OUTSIDE = 2;
  private final VolumeGeometry g;
  private final byte[] state;
  private final int[] stack;
  private int top;

  private HoleFilling(Mask mask) {
    g = mask.geometry();
    state = mask.inside().clone();
    stack = new int[state.length];
  }

  static Mask apply(Mask mask) {
    HoleFilling fill = new HoleFilling(mask);
    fill.seedBorder();
    fill.flood();
    byte[] s = fill.state;
    for (int n = 0; n < s.length; n++) {
      s[n] = (byte) (s[n] == OUTSIDE ? 0 : 1);
    }
    return new Mask(mask.geometry(), s);
  }

  private void seedBorder() {
    for (int k = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        boolean face = k == 0 || j == 0 || k == g.nz() - 1 || j == g.ny() - 1;
        int step = face ? 1 : Math.max(1, g.nx() - 1);
        for (int i = 0; i < g.nx(); i += step) {
          visit(g.offset(i, j, k));
        }
      }
    }
  }

  private void flood() {
    int nx = g.nx();
    int slice = nx * g.ny();
    while (top > 0) {
      int o = stack[--top];
      int i = o % nx;
      int rest = o % slice;
      if (i > 0) visit(o - 1);
      if (i < nx - 1) visit(o + 1);
      if (rest >= nx) visit(o - nx);
      if (rest < slice - nx) visit(o + nx);
      if (o >= slice) visit(o - slice);
      if (o < state.length - slice) visit(o + slice);
    }
  }

  private void visit(int o) {
    if (state[o] == 0) {
      state[o] = OUTSIDE;
      stack[top++] = o;
    }
  }
}
