package io.sightline.export;

import io.sightline.volume.Mask;
import io.sightline.volume.Volume;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** A PNG of one slice with outlines of masks, in radiological convention. */
final class KeySlicePicture {
  private static final int OUTLINE = 2;
  private static final int AIR = 20;
  private static final int MARGIN = 24;
  private static final int MIN_SHOWN = 120;

  private final Volume volume;
  private final SliceView view;
  private final int k;
  private BufferedImage image;

  /**
   * An outline.
   *
   * @param rgb 0xrrggbb
   */
  record Outline(Mask mask, int rgb) {}

  private KeySlicePicture(Volume volume, int k) {
    this.volume = volume;
    this.view = SliceView.of(volume.geometry());
    this.k = Math.clamp(k, 0, volume.geometry().nz() - 1);
    this.image = new BufferedImage(view.width(), view.height(), BufferedImage.TYPE_INT_RGB);
  }

  static byte[] png(Volume volume, int k, List<Outline> outlines) {
    KeySlicePicture picture = new KeySlicePicture(volume, k);
    picture.greys();
    outlines.forEach(picture::outline);
    picture.crop();
    picture.letters();
    return picture.encode();
  }

  private void greys() {
    GreyWindow window = GreyWindow.of(volume);
    for (int y = 0; y < view.height(); y++) {
      for (int x = 0; x < view.width(); x++) {
        int grey = window.grey(bilinear(view.i(x, y), view.j(x, y)));
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
  }

  private double bilinear(double i, double j) {
    int i0 = (int) i;
    int j0 = (int) j;
    int i1 = Math.min(i0 + 1, volume.geometry().nx() - 1);
    int j1 = Math.min(j0 + 1, volume.geometry().ny() - 1);
    double fi = i - i0;
    double fj = j - j0;
    return (1 - fj) * ((1 - fi) * volume.at(i0, j0, k) + fi * volume.at(i1, j0, k))
        + fj * ((1 - fi) * volume.at(i0, j1, k) + fi * volume.at(i1, j1, k));
  }

  /** Colours pixels that are inside with an outside pixel near. */
  private void outline(Outline o) {
    if (!o.mask().geometry().matches(volume.geometry(), 0.1)) {
      return;
    }
    for (int y = 0; y < view.height(); y++) {
      for (int x = 0; x < view.width(); x++) {
        if (inside(o.mask(), x, y) && border(o.mask(), x, y)) {
          image.setRGB(x, y, o.rgb());
        }
      }
    }
  }

  private boolean border(Mask mask, int x, int y) {
    for (int d = 1; d <= OUTLINE; d++) {
      if (!inside(mask, x - d, y)
          || !inside(mask, x + d, y)
          || !inside(mask, x, y - d)
          || !inside(mask, x, y + d)) {
        return true;
      }
    }
    return false;
  }

  private boolean inside(Mask mask, int x, int y) {
    return x >= 0
        && y >= 0
        && x < view.width()
        && y < view.height()
        && mask.at((int) Math.rint(view.i(x, y)), (int) Math.rint(view.j(x, y)), k);
  }

  /** Leaves out the air around; outlines count as something to see. */
  private void crop() {
    int left = image.getWidth();
    int right = -1;
    int top = image.getHeight();
    int bottom = -1;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if ((image.getRGB(x, y) >> 8 & 0xff) > AIR || (image.getRGB(x, y) >> 16 & 0xff) > AIR) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    if (right - left >= MIN_SHOWN && bottom - top >= MIN_SHOWN) {
      left = Math.max(0, left - MARGIN);
      top = Math.max(0, top - MARGIN);
      int width = Math.min(image.getWidth(), right + MARGIN) - left;
      int height = Math.min(image.getHeight(), bottom + MARGIN) - top;
      image = image.getSubimage(left, top, width, height);
    }
  }

  private void letters() {
    int middle = image.getHeight() / 2;
    Letter.draw(image, view.axes().left(), 6, middle);
    Letter.draw(image, view.axes().right(), image.getWidth() - 6 - Letter.WIDTH, middle);
  }

  private byte[] encode() {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
