package io.sightline.bundle;

import io.sightline.shared.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Holds the listed files against the folder: inside it, there, of the size and hash stated. */
final class BundleFiles {
  private BundleFiles() {}

  static List<String> problems(Path folder, List<FileEntry> files) {
    List<String> problems = new ArrayList<>();
    for (FileEntry entry : files) {
      String problem = problem(folder, entry);
      if (!problem.isEmpty()) {
        problems.add("file '" + entry.path() + "' " + problem);
      }
    }
    return problems;
  }

  private static String problem(Path folder, FileEntry entry) {
    try {
      Path root = folder.toRealPath();
      Path file = root.resolve(entry.path()).normalize();
      if (!file.startsWith(root) || file.equals(root)) {
        return "lies outside the bundle";
      }
      if (!Files.isRegularFile(file)) {
        return "is missing";
      }
      // a symbolic link may lead out even where the path itself does not
      return file.toRealPath().startsWith(root) ? content(file, entry) : "lies outside the bundle";
    } catch (InvalidPathException e) {
      return "is no valid path";
    } catch (IOException e) {
      return "cannot be read";
    }
  }

  private static String content(Path file, FileEntry entry) throws IOException {
    long size = Files.size(file);
    Long stated = entry.bytes();
    if (stated != null && size != stated) {
      return "has " + size + " bytes, the manifest says " + stated;
    }
    return Sha256.of(file).equals(entry.sha256()) ? "" : "has another SHA-256 than stated";
  }
}
