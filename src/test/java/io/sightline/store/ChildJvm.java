package io.sightline.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Java process with the test's class path that a test may kill -9. */
public final class ChildJvm implements AutoCloseable {
  private final Path printed;
  private final Process process;

  public ChildJvm(Class<?> main, String... arguments) throws IOException {
    String classPath =
        Optional.ofNullable(System.getProperty("surefire.test.class.path"))
            .orElse(System.getProperty("java.class.path"));
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath,
                    main.getName()),
                Arrays.stream(arguments))
            .toList();
    printed = Files.createTempFile("child", ".out");
    process =
        new ProcessBuilder(command)
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** Waits until it has printed as many lines that start with {@code prefix}. */
  public void await(String prefix, int lines) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (lines(prefix).size() < lines) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IOException("the child got no further than " + lines(prefix));
      }
      Thread.sleep(5);
    }
  }

  /** SIGKILL: no handler runs and nothing is flushed. */
  public void kill() throws IOException, InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IOException("the child does not die");
    }
  }

  /** The complete lines printed so far that start with {@code prefix}. */
  public List<String> lines(String prefix) throws IOException {
    String text = Files.readString(printed);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(prefix))
        .toList();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(printed);
  }
}
