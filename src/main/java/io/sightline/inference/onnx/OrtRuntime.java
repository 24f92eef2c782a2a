package io.sightline.inference.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.sightline.inference.GraphLoader;
import io.sightline.inference.InferenceConfig;
import io.sightline.inference.InferenceConfig.Device;
import io.sightline.inference.InferenceSession;
import io.sightline.inference.ModelExecutor;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Loads graphs into ONNX Runtime. Its environment is one per process and lives as long; sessions
 * belong to whoever loaded them. Thread-safe.
 */
@ApplicationScoped
public class OrtRuntime implements GraphLoader {
  private static final Logger LOG = Logger.getLogger(OrtRuntime.class);

  private final OrtEnvironment environment = environment();
  private final LiveTensors live = new LiveTensors();
  private final AtomicBoolean fallbackSaid = new AtomicBoolean();
  private final Device device;
  private final int threads;
  private final ModelExecutor executor;

  @Inject
  public OrtRuntime(InferenceConfig config, ModelExecutor executor) {
    this(config.device(), config.threads(), executor);
  }

  public OrtRuntime(Device device, int threads, ModelExecutor executor) {
    this.device = device;
    this.threads = threads;
    this.executor = executor;
  }

  private static OrtEnvironment environment() {
    Telemetry.disable();
    return OrtEnvironment.getEnvironment("sightline");
  }

  /** Tensors that are open now, of all sessions of this runtime. */
  public LiveTensors liveTensors() {
    return live;
  }

  @Override
  public InferenceSession load(Path file) {
    return load(file, false);
  }

  @Override
  public InferenceSession loadSparing(Path file) {
    return load(file, true);
  }

  private InferenceSession load(Path file, boolean sparing) {
    // by path, not bytes: external data files are found beside the graph
    try (SessionOptions options = options()) {
      if (sparing) {
        options.setCPUArenaAllocator(false);
        options.setMemoryPatternOptimization(false);
      }
      OrtSession session = environment.createSession(file.toString(), options);
      return new OrtInferenceSession(environment, session, executor, live);
    } catch (OrtException e) {
      LOG.debugf(e, "Graph %s cannot be loaded.", file);
      throw new ProblemException(
          ErrorCode.INVALID_BUNDLE,
          "The graph '"
              + file.getFileName()
              + "' cannot be loaded by ONNX Runtime ("
              + e.getCode()
              + ").",
          e);
    }
  }

  private SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    if (threads > 0) {
      options.setIntraOpNumThreads(threads);
    }
    // several sessions share the cores: idle threads must not spin
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.setDeterministicCompute(true);
    if (device == Device.CUDA) {
      addCuda(options);
    }
    return options;
  }

  private void addCuda(SessionOptions options) throws OrtException {
    try {
      options.addCUDA();
      options.setMemoryPatternOptimization(false);
    } catch (OrtException e) {
      if (fallbackSaid.compareAndSet(false, true)) {
        LOG.warnf(
            "CUDA was asked for but is not available (%s): models run on the CPU. Build with the"
                + " Maven profile cuda and install CUDA, or set sightline.inference.device=cpu.",
            String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given"));
      }
    }
  }
}
