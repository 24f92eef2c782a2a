package io.sightline.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependency order of docs/architecture.md, held by a test. */
class ArchitectureTest {
  private static final String ROOT = "io.sightline.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.sightline");

  /**
   * From the top: a feature may use those below it and none above; those on one line are equals.
   */
  private static final List<Set<String>> ORDER =
      List.of(
          Set.of("app"),
          Set.of("review"),
          Set.of("report", "export", "chat"),
          Set.of("routing"),
          Set.of("specialist", "retrieval"),
          Set.of("segmentation", "language"),
          Set.of("vision"),
          Set.of("inference"),
          Set.of("study", "bundle"),
          Set.of("volume", "job", "security"),
          Set.of("dicom", "store"),
          Set.of("shared"));

  /** A native or remote SDK and the only packages that may import it. */
  record Sdk(String sdk, List<String> packages) {
    static Sdk of(String sdk, String... packages) {
      return new Sdk(sdk, List.of(packages));
    }

    @Override
    public String toString() {
      return sdk + " only in " + packages;
    }
  }

  static Stream<Sdk> sdks() {
    return Stream.of(
        Sdk.of("ai.onnxruntime", "inference.onnx"),
        Sdk.of("io.grpc", "inference.remote"),
        Sdk.of("io.netty", "inference.remote"),
        Sdk.of("com.google.protobuf", "inference.remote"),
        Sdk.of("org.aoju", "dicom"),
        Sdk.of("org.bytedeco", "dicom.codec"),
        Sdk.of("ai.djl", "language"),
        Sdk.of("dev.langchain4j", "language.remote", "retrieval.sentence"),
        Sdk.of("com.github.kagkarlsson", "job"),
        Sdk.of("com.networknt", "bundle"),
        Sdk.of("org.apache.commons.compress", "study"),
        Sdk.of("org.apache.lucene", "retrieval.lucene"),
        Sdk.of("picocli", "app", "app.cli"),
        Sdk.of(
            "org.jdbi",
            "store",
            "study",
            "report",
            "review",
            "retrieval",
            "job",
            "chat",
            "chat.masks",
            "chat.segment"),
        Sdk.of("org.flywaydb", "store"),
        Sdk.of("org.h2", "store"));
  }

  static Stream<Integer> layers() {
    return Stream.iterate(1, i -> i + 1).limit(ORDER.size() - 1L);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void nothingDependsOnWhatIsAboveIt(int layer) {
    String[] above =
        ORDER.subList(0, layer).stream()
            .flatMap(Set::stream)
            .map(feature -> ROOT + feature + "..")
            .toArray(String[]::new);
    String[] here = ORDER.get(layer).stream().map(f -> ROOT + f + "..").toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(here)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .check(CLASSES);
  }

  @Test
  void featuresAreFreeOfCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyFeatureHasItsPlaceInTheOrder() {
    Set<String> features = new TreeSet<>();
    CLASSES.forEach(c -> features.add(c.getPackageName().split("\\.")[2]));
    Set<String> placed = new TreeSet<>();
    ORDER.forEach(placed::addAll);
    assertThat(placed).containsAll(features);
  }

  @ParameterizedTest
  @MethodSource("sdks")
  void oneFeatureKnowsEachForeignSdk(Sdk sdk) {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackages(
                sdk.packages().stream().map(p -> ROOT + p).toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(sdk.sdk() + "..");
    rule.check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<JavaPackage> packages = new HashSet<>();
    CLASSES.forEach(c -> packages.add(c.getPackage()));
    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            p ->
                assertThat(p.tryGetAnnotationOfType(NullMarked.class)).as(p.getName()).isPresent());
  }
}
