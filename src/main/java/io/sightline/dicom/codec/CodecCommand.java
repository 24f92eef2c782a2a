package io.sightline.dicom.codec;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Loader;

/**
 * The command line of a worker. Its class path is worked out from where the classes it needs were
 * really found, because {@code java.class.path} names only the runner in a packaged server.
 */
final class CodecCommand {
  private static final String WORKER = CodecWorker.class.getName();

  private CodecCommand() {}

  static List<String> build(CodecLimits limits) {
    List<String> command = new ArrayList<>(ceiling(limits));
    command.add(javaExecutable());
    command.addAll(options(limits));
    command.addAll(List.of("-cp", classPath(), WORKER));
    return command;
  }

  /** A ceiling on address space as well; a system that refuses it has the limits in the options. */
  private static List<String> ceiling(CodecLimits limits) {
    return Files.isExecutable(Path.of("/bin/sh"))
        ? List.of(
            "/bin/sh",
            "-c",
            "ulimit -v " + limits.addressSpaceKib() + " 2>/dev/null; exec \"$@\"",
            "sightline-codec")
        : List.of();
  }

  private static List<String> options(CodecLimits limits) {
    return List.of(
        "-Xmx" + limits.heapMib() + "m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=32m",
        "-XX:CompressedClassSpaceSize=32m",
        "-XX:-UsePerfData",
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=" + limits.physicalMib() + "m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow");
  }

  private static String javaExecutable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath() {
    String platform = Loader.getPlatform();
    Set<String> places = new LinkedHashSet<>();
    for (String resource :
        List.of(
            WORKER.replace('.', '/') + ".class",
            "org/bytedeco/javacpp/Loader.class",
            "org/bytedeco/ffmpeg/global/avcodec.class",
            "org/bytedeco/javacpp/" + platform + "/" + library("jnijavacpp"),
            "org/bytedeco/ffmpeg/" + platform + "/" + library("jniavcodec"))) {
      places.add(place(resource));
    }
    return String.join(File.pathSeparator, places);
  }

  private static String library(String name) {
    return System.mapLibraryName(name);
  }

  /** The jar or folder that a resource comes from. */
  private static String place(String resource) {
    URL url = CodecCommand.class.getClassLoader().getResource(resource);
    if (url == null) {
      throw new ProblemException(
          ErrorCode.INTERNAL, "The image codec is not installed for this platform.");
    }
    String address = url.toString();
    String root =
        address.startsWith("jar:")
            ? address.substring(4, address.indexOf("!/"))
            : address.substring(0, address.length() - resource.length());
    return Path.of(URI.create(root)).toString();
  }
}
