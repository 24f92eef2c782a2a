package io.sightline.app.cli;

import io.sightline.app.eval.MarkedSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where an evaluation's results go. */
final class EvalOutput {
  private EvalOutput() {}

  /**
   * Says so before hours of work rather than behind them.
   *
   * @throws CliException when a file could not be written
   */
  static void check(@Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    boolean there = Files.exists(file);
    if (there ? !Files.isWritable(file) || Files.isDirectory(file) : !writable(folder)) {
      throw new CliException("The file " + file + " cannot be written.");
    }
  }

  private static boolean writable(@Nullable Path folder) {
    return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
  }

  static void write(@Nullable Path file, String text) {
    if (file == null) {
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CliException("The file " + file + " cannot be written.");
    }
  }

  /** Puts a table into a Markdown file, between markers of this name. */
  static void section(@Nullable Path file, String name, String table) {
    if (file == null) {
      return;
    }
    try {
      String before = Files.exists(file) ? Files.readString(file) : "";
      write(file, MarkedSection.put(before, name, table));
    } catch (IOException e) {
      throw new CliException("The file " + file + " cannot be read.");
    }
  }
}
