package io.sightline.app.cli;

import io.sightline.app.eval.Evaluation;
import io.sightline.app.eval.EvaluationJson;
import io.sightline.app.eval.EvaluationResult;
import io.sightline.app.eval.EvaluationSet;
import io.sightline.app.eval.EvaluationTable;
import io.sightline.app.eval.MaskKeeper;
import io.sightline.app.eval.Mode;
import io.sightline.app.eval.Product;
import io.sightline.app.eval.SetException;
import io.sightline.app.eval.Stress;
import io.sightline.app.eval.StressTable;
import io.sightline.report.lexicon.Lexicon;
import io.sightline.report.lexicon.LexiconReader;
import io.sightline.report.lexicon.LexiconSource;
import io.sightline.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code eval SET}. */
@Command(
    name = "eval",
    description =
        "Measures the served product on an evaluation set: a folder of cases, each with its images"
            + " and truth.json. The server runs in this process on a data folder of its own.",
    footer = {"", "Exit code: 0 measured, 1 failed."},
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = Exit.FAILED)
final class EvalCommand implements Callable<Integer> {
  private static final int ROUNDS = 1000;
  private static final long SEED = 1;
  private static final String MODES = "generalist,specialists,moed,rad,both";

  private final Terminal terminal = Terminal.system();

  @Parameters(paramLabel = "SET", description = "Folder of the evaluation set.")
  Path set = Path.of("");

  @Option(
      names = "--modes",
      split = ",",
      defaultValue = MODES,
      description = "Any of " + MODES + " (default: all).")
  List<String> modes = List.of();

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N cases.")
  int limit = Integer.MAX_VALUE;

  @Option(names = "--reports-only", description = "Ask no questions and no phrases.")
  boolean reportsOnly;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Cases that are measured at a time (default: 1): sooner done, and seconds per study mean"
              + " less.")
  int atOnce = 1;

  @Option(
      names = "--stress",
      description =
          "Instead of modes: the generalist alone with each sequence missing, thick slices, noise,"
              + " and images stored the other way round. Only NIfTI cases.")
  boolean stress;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Markdown file that gets the table, between markers that name the set.")
  @Nullable Path out;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Every figure, sentence and answer as JSON.")
  @Nullable Path json;

  @Option(
      names = "--masks",
      paramLabel = "DIR",
      description = "Write every region that is judged: CASE/MODE/NN.nii.gz, NN its sentence.")
  @Nullable Path masks;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data folder whose cases retrieval finds (default: a temporary one with the synthetic"
              + " cases of examples/cases).")
  @Nullable Path data;

  @Override
  public Integer call() throws IOException {
    QuietLog.apply();
    EvalOutput.check(out);
    EvalOutput.check(json);
    List<Mode> wanted = modes.stream().map(EvalCommand::mode).distinct().toList();
    EvaluationSet cases = read();
    shareCores();
    if (data == null && wanted.stream().anyMatch(Mode::retrieves)) {
      setUnlessGiven("sightline.cases.examples", ExampleCaseFile.shipped().toString());
    }
    Path temporary = Files.createTempDirectory("sightline-eval");
    try {
      Path home = data == null ? Files.createDirectory(temporary.resolve("data")) : data;
      try (Connection connection = Connection.open(new DataFolder(home).create())) {
        Product product = new ServedProduct(connection.client());
        if (stress) {
          stress(cases, product, temporary);
        } else {
          measure(cases, wanted, product);
        }
      }
      return Exit.OK;
    } catch (SetException e) {
      throw new CliException(e.getMessage());
    } finally {
      TemporaryFolder.delete(temporary);
    }
  }

  /** The server of this process drafts as many reports at a time, on fewer cores each. */
  private void shareCores() {
    if (atOnce < 1) {
      throw new CliException("--at-once needs a number of 1 or more.");
    }
    if (atOnce > 1) {
      int each = Math.max(1, Runtime.getRuntime().availableProcessors() / atOnce);
      setUnlessGiven("sightline.jobs.workers", Integer.toString(atOnce));
      setUnlessGiven("sightline.inference.threads", Integer.toString(each));
    }
  }

  private static void setUnlessGiven(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  private void measure(EvaluationSet cases, List<Mode> wanted, Product product) {
    MaskKeeper keeper = masks == null ? MaskKeeper.NONE : MaskKeeper.in(masks);
    EvaluationResult result =
        new Evaluation(product, lexicon(), terminal::line, keeper, atOnce)
            .run(cases, wanted, !reportsOnly);
    String table = new EvaluationTable(result, ROUNDS, SEED).markdown(command(), today());
    terminal.line("");
    terminal.line(table);
    EvalOutput.write(json, EvaluationJson.of(result, command(), ROUNDS, SEED) + "\n");
    EvalOutput.section(out, result.set(), table);
  }

  private void stress(EvaluationSet cases, Product product, Path temporary) throws IOException {
    List<EvaluationResult> results = new ArrayList<>();
    Evaluation evaluation =
        new Evaluation(product, lexicon(), terminal::line, MaskKeeper.NONE, atOnce);
    for (Stress s : Stress.all()) {
      Path images = Files.createTempDirectory(temporary, "images");
      EvaluationSet changed = s.of(cases, images, lexicon());
      terminal.line("%s: %d cases".formatted(s.title(), changed.cases().size()));
      if (!changed.cases().isEmpty()) {
        results.add(evaluation.run(changed, List.of(Mode.GENERALIST), false));
      }
      TemporaryFolder.delete(images);
    }
    String table =
        new StressTable(ROUNDS, SEED).markdown(cases.name(), results, command(), today());
    terminal.line("");
    terminal.line(table);
    EvalOutput.section(out, cases.name() + ", stress", table);
  }

  private static String today() {
    return LocalDate.now(ZoneOffset.UTC).toString();
  }

  private EvaluationSet read() {
    if (limit < 1) {
      throw new CliException("--limit is at least 1.");
    }
    try {
      return EvaluationSet.read(set, lexicon()).first(limit);
    } catch (SetException e) {
      throw new CliException(e.getMessage());
    }
  }

  private static Mode mode(String word) {
    Mode mode = Mode.named(word);
    if (mode == null) {
      throw new CliException("There is no mode " + word + "; there are " + MODES + ".");
    }
    return mode;
  }

  private static Lexicon lexicon() {
    Path home = Path.of(System.getProperty("sightline.home", "."));
    return LexiconReader.read(LexiconSource.folderOrPackaged(home.resolve("grounding")));
  }

  /** As it can be typed again; folders are left out, for they are somebody's own. */
  private String command() {
    StringBuilder line =
        new StringBuilder("./sightline eval " + set.toAbsolutePath().normalize().getFileName());
    String names =
        modes.stream().map(m -> m.toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    if (!names.equals(MODES)) {
      line.append(" --modes ").append(names);
    }
    if (limit != Integer.MAX_VALUE) {
      line.append(" --limit ").append(limit);
    }
    if (reportsOnly) {
      line.append(" --reports-only");
    }
    if (stress) {
      line.append(" --stress");
    }
    if (atOnce > 1) {
      line.append(" --at-once ").append(atOnce);
    }
    return line.toString();
  }
}
