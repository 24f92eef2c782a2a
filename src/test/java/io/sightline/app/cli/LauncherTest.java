package io.sightline.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script, as far as it goes without a build. */
class LauncherTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("sightline.home", "."), "sightline").toAbsolutePath();

  @TempDir Path temp;
  private Path launcher;

  /** A link on a path with spaces, called from another folder. */
  @BeforeEach
  void link() throws IOException {
    Path folder = Files.createDirectories(temp.resolve("a path with spaces"));
    launcher = Files.createSymbolicLink(folder.resolve("sightline"), SCRIPT);
  }

  record Result(int code, String output) {}

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", launcher.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    Process process = builder.directory(temp.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  @Test
  void listsItsCommands() throws Exception {
    Result help = run(Map.of(), "--help");
    assertThat(help.code()).isZero();
    assertThat(help.output())
        .contains("demo", "start", "report PATH", "ask", "eval SET", "test", "train", "bench");
  }

  @Test
  void failsWithoutOrWithAnUnknownCommand() throws Exception {
    assertThat(run(Map.of()).code()).isEqualTo(1);
    Result unknown = run(Map.of(), "dance");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.output()).contains("Unknown command: dance");
  }

  @Test
  void saysWhatTrainingNeeds() throws Exception {
    Result train =
        run(Map.of("SIGHTLINE_DATA", temp.resolve("no data").toString()), "train", "brain-mr");
    assertThat(train.code()).isEqualTo(1);
    assertThat(train.output()).contains("./sightline train --setup");
  }

  @Test
  void saysWhichBenchmarksThereAre() throws Exception {
    Result bench = run(Map.of(), "bench");
    assertThat(bench.code()).isEqualTo(1);
    assertThat(bench.output()).contains("./sightline bench retrieval");
  }
}
