package io.sightline.inference.onnx;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jboss.logging.Logger;

/**
 * Keeps ONNX Runtime from reporting to its maker. Since 1.29 the Linux and macOS builds upload
 * events by default, store a device id under the home folder, and crash on command lines of some
 * twenty thousand characters; the variable {@code ORT_DISABLE_TELEMETRY} read at initialisation is
 * the only full opt-out (onnxruntime pull requests 27379 and 29843). A Java process cannot change
 * its own environment, so the C library does it.
 */
public final class Telemetry {
  private static final Logger LOG = Logger.getLogger(Telemetry.class);

  private Telemetry() {}

  /** Call before the first use of ONNX Runtime, also by a library that brings its own sessions. */
  public static void disable() {
    Linker linker = Linker.nativeLinker();
    linker.defaultLookup().find("setenv").ifPresent(setenv -> disable(linker, setenv));
  }

  private static void disable(Linker linker, MemorySegment setenv) {
    MethodHandle call =
        linker.downcallHandle(setenv, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      for (String name : new String[] {"ORT_DISABLE_TELEMETRY", "ORT_TELEMETRY_DISABLED"}) {
        int _ = (int) call.invokeExact(arena.allocateFrom(name), arena.allocateFrom("1"), 1);
      }
    } catch (Throwable e) {
      LOG.warn("ONNX Runtime's telemetry could not be turned off; set ORT_DISABLE_TELEMETRY=1.", e);
    }
  }
}
