package io.sightline.segmentation;

import io.sightline.segmentation.anatomy.*;
import io.sightline.shared.Cancellation;
import io.sightline.vision.*;
import io.sightline.volume.*;
import io.sightline.volume.preprocess.*;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class ScratchTest {
  @Test
  void run() throws Exception {
    try (BrainMrBundle models = BrainMrBundle.open()) {
      System.out.println(models.bundle().problems());
      var series = Glioma.series(Sequence.T1, Sequence.T1C, Sequence.T2, Sequence.FLAIR);
      var slots = new LinkedHashMap<String, Volume>();
      series.forEach((s, v) -> slots.put(s.label(), v));
      for (int n = 0; n < 6; n++) {
        long t = System.nanoTime();
        Prepared p =
            new Preprocessor(models.bundle().manifest().preprocess())
                .prepare(slots, new Cancellation());
        System.out.printf("prepare %d ms%n", (System.nanoTime() - t) / 1000000);
      }
      VisionEncoder enc = TinyVisionEncoder.of(models);
      Encoding e = null;
      for (int n = 0; n < 3; n++) {
        long t = System.nanoTime();
        e = enc.encode(models.bundle(), series, new Cancellation());
        System.out.printf(
            "encode %d ms, %d MB%n", (System.nanoTime() - t) / 1000000, e.bytes() >> 20);
      }
      Mask truth = Glioma.wholeLesion();
      for (int n = 0; n < 3; n++) {
        long t = System.nanoTime();
        Mask m = GridMapper.mask(e.lesionLogits().get("lesion"), truth.geometry(), 0);
        long t2 = System.nanoTime();
        RegionMeasurement r = RegionMeasurer.measure(m);
        long t3 = System.nanoTime();
        AnatomyContext a = AnatomyContext.of(models.bundle(), e);
        long t4 = System.nanoTime();
        Location l = a.locate(m);
        long t5 = System.nanoTime();
        System.out.printf(
            "map %d measure %d anatomy %d locate %d ms dice %.3f%n",
            (t2 - t) / 1000000,
            (t3 - t2) / 1000000,
            (t4 - t3) / 1000000,
            (t5 - t4) / 1000000,
            Overlap.of(m, truth).dice());
        System.out.println(r);
        System.out.println(
            a.atlas().problem()
                + " "
                + a.atlas().residualMm()
                + " n="
                + a.atlas().landmarks()
                + " total "
                + a.totalMl());
        System.out.println(
            l.side()
                + " "
                + l.left()
                + " "
                + l.right()
                + " "
                + l.places().stream()
                    .limit(6)
                    .map(p -> p.id() + ":" + Math.round(100 * p.fraction()))
                    .toList());
        if (n == 0) NiftiWriterX(m, "lesion");
      }
      RegionMeasurement tr = RegionMeasurer.measure(truth);
      System.out.println("truth " + tr);
      OnnxMaskDecoder dec = new OnnxMaskDecoder(models.pool());
      for (var prompt :
          List.of(
              new MaskPrompt(
                  List.of(), List.of(new MaskPrompt.Point(tr.centroid(), true)), null, null),
              new MaskPrompt(
                  List.of(), List.of(), new MaskPrompt.Box(tr.boxMin(), tr.boxMax()), null),
              new MaskPrompt(List.of(), List.of(), null, e.lesionLogits().get("lesion")))) {
        long t = System.nanoTime();
        var c = dec.decode(models.bundle(), e, prompt);
        System.out.printf("decode %d ms%n", (System.nanoTime() - t) / 1000000);
        for (var x : c) {
          Mask m = GridMapper.mask(x.logits(), truth.geometry(), 0);
          System.out.printf(
              "  q %.3f vol %.1f dice %.3f%n",
              x.quality(), m.volumeMl(), Overlap.of(m, truth).dice());
        }
      }
      var lm = GridMapper.labels(e.structures(), truth.geometry());
      try (var o = Files.newOutputStream(Path.of("/work/tmp/vision-structures.nii.gz"))) {
        NiftiWriter.write(lm, o);
      }
    }
  }

  static void NiftiWriterX(Mask m, String name) throws Exception {
    try (var o = Files.newOutputStream(Path.of("/work/tmp/vision-" + name + ".nii.gz"))) {
      NiftiWriter.write(m, o);
    }
  }
}
