package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Damaged NIfTI files are read, or refused with a code, and nothing else. */
class NiftiFuzzTest {
  private static final VolumeLimits LIMITS = new VolumeLimits(1 << 20, 8);

  @Property(tries = 500)
  void scatteredHeaderBytes(@ForAll long random, @ForAll @IntRange(min = 1, max = 12) int count)
      throws IOException {
    byte[] bytes = new TestNifti(4, 3, 2).values(new double[24]).bytes();
    Random r = new Random(random);
    for (int i = 0; i < count; i++) {
      bytes[r.nextInt(352)] = (byte) r.nextInt(256);
    }
    readsOrRefuses(bytes);
  }

  @Property(tries = 300)
  void damagedGzip(@ForAll long random, @ForAll @IntRange(min = 1, max = 6) int count)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VolumeGeometry g = VolumeGeometry.axisAligned(4, 3, 2, new Vec3(1, 1, 1), new Vec3(0, 0, 0));
    NiftiWriter.write(new Volume(g, new float[24]), out);
    byte[] bytes = out.toByteArray();
    Random r = new Random(random);
    for (int i = 0; i < count; i++) {
      bytes[r.nextInt(bytes.length)] = (byte) r.nextInt(256);
    }
    readsOrRefuses(bytes);
  }

  @Property(tries = 200)
  void noise(@ForAll @Size(max = 500) byte[] bytes) throws IOException {
    readsOrRefuses(bytes);
  }

  private static void readsOrRefuses(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("fuzz", ".nii");
    try {
      Files.write(file, bytes);
      for (Volume volume : NiftiReader.read(file, LIMITS).volumes()) {
        for (float v : volume.voxels()) {
          assertThat(Float.isFinite(v)).isTrue();
        }
      }
    } catch (ProblemException e) {
      assertThat(e.code()).isNotEqualTo(ErrorCode.INTERNAL);
    } finally {
      Files.delete(file);
    }
  }
}
