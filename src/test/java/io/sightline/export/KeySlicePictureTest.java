package io.sightline.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.volume.Mask;
import io.sightline.volume.Vec3;
import io.sightline.volume.Volume;
import io.sightline.volume.VolumeGeometry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures in radiological convention, whatever the storage order of the series. */
class KeySlicePictureTest {
  private static final int RED = 0xff0000;

  /** Bright voxel blob at an LPS point; the picture must show it on the right side. */
  private static Volume blobAt(VolumeGeometry g, Vec3 lps) {
    float[] v = new float[g.voxels()];
    for (int k = 0; k < g.nz(); k++) {
      for (int j = 0; j < g.ny(); j++) {
        for (int i = 0; i < g.nx(); i++) {
          v[g.offset(i, j, k)] = g.toPatient(i, j, k).distance(lps) < 12 ? 1000 : 200;
        }
      }
    }
    return new Volume(g, v);
  }

  private static BufferedImage picture(Volume v, int k) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(KeySlicePicture.png(v, k, List.of())));
  }

  private static int grey(BufferedImage image, double x, double y) {
    return image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())) & 0xff;
  }

  @Test
  void axialShowsThePatientsLeftOnTheRightAndAnteriorOnTop() throws IOException {
    VolumeGeometry lps =
        VolumeGeometry.axisAligned(100, 100, 10, new Vec3(1, 1, 5), new Vec3(-50, -50, 0));
    BufferedImage image = picture(blobAt(lps, new Vec3(25, -25, 25)), 5);
    assertThat(grey(image, 0.75, 0.25)).isGreaterThan(200);
    assertThat(grey(image, 0.25, 0.75)).isLessThan(80);
  }

  @Test
  void aNiftiInRasOrderLooksTheSame() throws IOException {
    VolumeGeometry ras =
        new VolumeGeometry(
            100,
            100,
            10,
            new Vec3(1, 1, 5),
            new Vec3(50, 50, 0),
            new double[] {-1, 0, 0, 0, -1, 0, 0, 0, 1});
    BufferedImage image = picture(blobAt(ras, new Vec3(25, -25, 25)), 5);
    assertThat(grey(image, 0.75, 0.25)).isGreaterThan(200);
  }

  @Test
  void sagittalShowsAnteriorOnTheLeftAndSuperiorOnTop() throws IOException {
    // i runs to posterior, j to inferior, k to the right: a sagittal MPRAGE
    VolumeGeometry sagittal =
        new VolumeGeometry(
            100,
            100,
            10,
            new Vec3(1, 1, 5),
            new Vec3(25, -50, 50),
            new double[] {0, 0, -1, 1, 0, 0, 0, -1, 0});
    assertThat(DisplayAxes.of(sagittal).plane()).isEqualTo("sagittal");
    BufferedImage image = picture(blobAt(sagittal, new Vec3(0, -25, 25)), 5);
    assertThat(grey(image, 0.25, 0.25)).isGreaterThan(200);
  }

  @Test
  void coronalWithSwappedAxesShowsSuperiorOnTop() throws IOException {
    // i runs to superior, j to the left, k to anterior
    VolumeGeometry coronal =
        new VolumeGeometry(
            100,
            80,
            10,
            new Vec3(1, 1, 5),
            new Vec3(-40, 25, -50),
            new double[] {0, 1, 0, 0, 0, -1, 1, 0, 0});
    BufferedImage image = picture(blobAt(coronal, new Vec3(20, 0, 25)), 5);
    assertThat(grey(image, 0.75, 0.25)).isGreaterThan(200);
    assertThat(image.getHeight()).isGreaterThan(image.getWidth());
  }

  @Test
  void thickVoxelsKeepTheirShape() {
    VolumeGeometry g =
        VolumeGeometry.axisAligned(200, 50, 4, new Vec3(0.5, 2, 5), new Vec3(0, 0, 0));
    SliceView view = SliceView.of(g);
    assertThat((double) view.width() / view.height()).isEqualTo(1.0);
  }

  @Test
  void theOutlineRunsAroundTheMaskAndLeavesItsInsideOpen() throws IOException {
    VolumeGeometry g =
        VolumeGeometry.axisAligned(100, 100, 3, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    byte[] inside = new byte[g.voxels()];
    for (int j = 40; j < 60; j++) {
      for (int i = 40; i < 60; i++) {
        inside[g.offset(i, j, 1)] = 1;
      }
    }
    byte[] png =
        KeySlicePicture.png(
            new Volume(g, new float[g.voxels()]),
            1,
            List.of(new KeySlicePicture.Outline(new Mask(g, inside), RED)));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(image.getRGB(225, 280) & 0xffffff).isEqualTo(RED);
    assertThat(image.getRGB(280, 280) & 0xffffff).isZero();
    assertThat(image.getRGB(127, 280) & 0xffffff).isZero();
  }

  @Test
  void theAirAroundIsLeftOut() throws IOException {
    VolumeGeometry g =
        VolumeGeometry.axisAligned(100, 100, 1, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    float[] v = new float[g.voxels()];
    for (int j = 30; j < 60; j++) {
      java.util.Arrays.fill(v, g.offset(20, j, 0), g.offset(70, j, 0), 500);
    }
    BufferedImage image = picture(new Volume(g, v), 0);
    // 50 x 30 mm at 5.6 pixels per mm, and 24 pixels of margin on each side
    assertThat(image.getWidth()).isBetween(320, 335);
    assertThat(image.getHeight()).isBetween(208, 223);
  }

  @Test
  void theWindowIgnoresOutliersAndNaN() {
    VolumeGeometry g =
        VolumeGeometry.axisAligned(100, 10, 10, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    float[] v = new float[g.voxels()];
    for (int n = 0; n < v.length; n++) {
      v[n] = n % 1000 == 999 ? Float.NaN : n % 100 + 1;
    }
    v[5] = 1e9f;
    GreyWindow window = GreyWindow.of(new Volume(g, v));
    assertThat(window.high()).isBetween(99f, 100f);
    assertThat(window.grey(Double.NaN)).isZero();
    assertThat(window.grey(1e9)).isEqualTo(255);
  }
}
