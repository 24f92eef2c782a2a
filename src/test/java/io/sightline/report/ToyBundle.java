package io.sightline.report;

import io.sightline.bundle.AtlasSpec;
import io.sightline.bundle.Bundle;
import io.sightline.bundle.BundleManifest;
import io.sightline.bundle.BundleRegistry;
import io.sightline.bundle.GraphSpec;
import io.sightline.bundle.InputSpec;
import io.sightline.bundle.LabelSpec;
import io.sightline.bundle.LanguageSpec;
import io.sightline.bundle.Licence;
import io.sightline.bundle.MaskDecoderSpec;
import io.sightline.bundle.OutputSpec;
import io.sightline.bundle.OutputSpec.Activation;
import io.sightline.bundle.Plausibility;
import io.sightline.bundle.Scope;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.volume.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A generalist for {@link ToyHead}. */
final class ToyBundle {
  static final LanguageSpec LANGUAGE =
      new LanguageSpec(
          "tokenizer.json",
          "<bos>sequences: {sequences}\n",
          "<bos>{text}<seg>",
          null,
          null,
          null,
          "<seg>",
          Map.of("max-diameter", "<max-diameter>", "volume", "<volume>"),
          Map.of("findings", "<findings>", "impression", "<impression>"),
          List.of("<eos>"),
          null,
          null,
          null);

  static final Bundle BUNDLE =
      new Bundle(manifest(LANGUAGE), Path.of("models/toy-mr"), "a".repeat(64), List.of());

  /** The same without a prompt of its own. */
  static Bundle withoutTemplate() {
    LanguageSpec l = LANGUAGE;
    LanguageSpec plain =
        new LanguageSpec(
            l.tokenizer(),
            null,
            l.segmentTemplate(),
            l.answerTemplate(),
            l.embedTemplate(),
            null,
            l.segToken(),
            l.slots(),
            l.sections(),
            l.eos(),
            null,
            null,
            null);
    return new Bundle(manifest(plain), BUNDLE.folder(), BUNDLE.sha256(), List.of());
  }

  /**
   * The same with templates that ask for evidence, and the toy head's own lobes as an atlas.
   *
   * @param folder where the atlas is written to
   */
  static Bundle withEvidence(Path folder) {
    ToyAtlas.write(folder);
    LanguageSpec l = LANGUAGE;
    LanguageSpec asking =
        new LanguageSpec(
            l.tokenizer(),
            "<bos>sequences: {sequences}\n{evidence}",
            l.segmentTemplate(),
            "<bos>sequences: {sequences}\n{evidence}{question}\n",
            l.embedTemplate(),
            null,
            l.segToken(),
            l.slots(),
            l.sections(),
            l.eos(),
            null,
            null,
            null);
    AtlasSpec atlas = new AtlasSpec("atlas.nii.gz", "atlas.yaml");
    return new Bundle(manifest(asking, atlas), folder, BUNDLE.sha256(), List.of());
  }

  /** The same without a language model. */
  static Bundle withoutLanguage() {
    BundleManifest mute = manifest((LanguageSpec) null);
    return new Bundle(mute, BUNDLE.folder(), BUNDLE.sha256(), List.of());
  }

  /** The same with a lesion head whose labels say which finding they show. */
  static BundleManifest namingFindings() {
    return manifest(
        LANGUAGE,
        null,
        List.of(
            label(0, "lesion"),
            label(1, "core", "tumour"),
            label(2, "enhancing", "enhancing-tumour"),
            label(3, "wmh", "white-matter-hyperintensity")));
  }

  private ToyBundle() {}

  private static BundleManifest manifest(@Nullable LanguageSpec language) {
    return manifest(language, null);
  }

  private static BundleManifest manifest(
      @Nullable LanguageSpec language, @Nullable AtlasSpec atlas) {
    return manifest(
        language,
        atlas,
        List.of(label(0, "lesion"), label(1, "core"), label(2, "enhancing"), label(3, "wmh")));
  }

  private static BundleManifest manifest(
      @Nullable LanguageSpec language, @Nullable AtlasSpec atlas, List<LabelSpec> lesions) {
    List<LabelSpec> structures = new ArrayList<>();
    for (int i = 0; i < ToyHead.STRUCTURES.length; i++) {
      structures.add(
          new LabelSpec(
              i + 1, ToyHead.STRUCTURES[i], ToyHead.STRUCTURES[i].replace('-', ' '), null));
    }
    return new BundleManifest(
        1,
        "toy-mr",
        "0.0.1",
        BundleManifest.Kind.GENERALIST,
        "report",
        "Toy",
        new Licence("Apache-2.0", null),
        null,
        new Scope(
            List.of("MR"),
            List.of("HEAD", "BRAIN"),
            List.of(Sequence.T1, Sequence.T1C, Sequence.T2, Sequence.FLAIR),
            List.of()),
        List.of(
            new InputSpec("T1", Sequence.T1, true),
            new InputSpec("T1C", Sequence.T1C, true),
            new InputSpec("T2", Sequence.T2, true),
            new InputSpec("FLAIR", Sequence.FLAIR, true)),
        null,
        new Plausibility(List.of(700.0, 2000.0), 6, 0.1),
        Map.of(
            "structures",
            new OutputSpec("structure_logits", Activation.SOFTMAX, null, null, structures),
            "lesions",
            new OutputSpec("lesion_logits", Activation.SIGMOID, 0.5, 0.1, lesions)),
        Map.of("encoder", new GraphSpec("encoder.onnx", Map.of(), Map.of())),
        language,
        new MaskDecoderSpec(0.3, 3),
        atlas,
        null,
        List.of(),
        List.of());
  }

  private static LabelSpec label(int index, String id) {
    return label(index, id, null);
  }

  private static LabelSpec label(int index, String id, @Nullable String finding) {
    return new LabelSpec(index, id, id, null, finding);
  }

  /** Only {@link #BUNDLE}. */
  static final class Registry implements BundleRegistry {
    @Override
    public List<Bundle> all() {
      return List.of(BUNDLE);
    }

    @Override
    public Optional<Bundle> find(String id) {
      return all().stream().filter(b -> b.manifest().id().equals(id)).findFirst();
    }

    @Override
    public Bundle require(String id) {
      return find(id)
          .orElseThrow(
              () -> new ProblemException(ErrorCode.NOT_FOUND, "There is no bundle " + id + "."));
    }
  }
}
