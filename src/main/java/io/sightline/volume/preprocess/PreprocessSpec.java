package io.sightline.volume.preprocess;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sightline.volume.Vec3;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle declares must happen between a volume in the scanner's grid and a graph's input.
 * The kit runs the same steps; golden values hold the two together.
 *
 * @param grid the grid that the graph sees
 * @param foreground how voxels of the head are told from air; null when nothing needs it
 * @param crop where the grid lies in the volume; null = centred on the volume
 * @param trim what is cut off the grid once intensities are scaled; null = nothing
 * @param window null when the graph takes the whole grid at once
 */
public record PreprocessSpec(
    Grid grid,
    Resample resample,
    @Nullable Foreground foreground,
    @Nullable Crop crop,
    Intensity intensity,
    @Nullable Trim trim,
    @Nullable Window window) {

  /**
   * @param orientation patient directions towards which x, y, z grow, for example {@code LPS}
   * @param spacing mm along x, y, z
   * @param size voxels along x, y, z; null when the graph takes any size
   * @param axes whose axes the grid's are; the patient's unless declared
   */
  public record Grid(String orientation, Vec3 spacing, @Nullable Size size, Axes axes) {
    public Grid {
      Orientation.of(orientation);
      axes = axes == null ? Axes.PATIENT : axes;
    }

    /** {@code SCANNER}: the array's axes are reordered and flipped, never rotated. */
    public enum Axes {
      PATIENT,
      SCANNER
    }
  }

  /** Voxels along x, y, z. */
  public record Size(int x, int y, int z) {
    public Size {
      if (x < 1 || y < 1 || z < 1) {
        throw new IllegalArgumentException("a grid needs at least one voxel along each axis");
      }
    }
  }

  /**
   * @param antialias what precedes interpolation where the source is finer than the grid
   */
  public record Resample(Method method, Antialias antialias) {
    public Resample {
      antialias = antialias == null ? Antialias.NONE : antialias;
    }

    /** Interpolation; {@code AREA} averages the source voxels under each target voxel. */
    public enum Method {
      LINEAR,
      NEAREST,
      AREA
    }

    /** {@code BOX}: a moving average as wide as the target voxel. */
    public enum Antialias {
      NONE,
      BOX
    }
  }

  /**
   * Voxels above {@code fraction} of the given percentile.
   *
   * @param percentile 0..100, linear interpolation between ranks
   * @param fillHoles background that does not touch the border becomes foreground
   */
  public record Foreground(double percentile, double fraction, boolean fillHoles) {}

  /**
   * Places the grid by the foreground.
   *
   * @param anchor per axis x, y, z
   * @param marginMm between the anchored end of the foreground and the end of the grid
   * @param boxDepthMm how much of the foreground below the top counts for centring x and y
   * @param minCount foreground voxels a slice, row or column needs to count
   */
  public record Crop(Anchors anchor, double marginMm, double boxDepthMm, int minCount) {

    /** One anchor per axis. */
    public record Anchors(Anchor x, Anchor y, Anchor z) {}

    /** {@code CENTER} of the foreground, or its {@code SUPERIOR} end. */
    public enum Anchor {
      CENTER,
      SUPERIOR
    }
  }

  /**
   * @param within voxels over which statistics are taken
   * @param clamp range after normalisation; null = none
   * @param outside value of voxels outside the foreground; null = as the formula gives
   * @param from for {@code CLIP} the values, for {@code PERCENTILE} the percentiles that become 0
   *     and 1; null otherwise
   * @param saturate values that are cut before anything else; null = none
   */
  public record Intensity(
      Method method,
      Within within,
      @Nullable Range clamp,
      @Nullable Double outside,
      @Nullable Range from,
      @Nullable Saturate saturate) {
    public Intensity {
      within = within == null ? Within.ALL : within;
    }

    /** How values are normalised. */
    public enum Method {
      @JsonProperty("z-score")
      Z_SCORE,
      PERCENTILE,
      CLIP,
      NONE
    }

    /** Voxels over which statistics are taken. */
    public enum Within {
      FOREGROUND,
      NONZERO,
      ALL
    }
  }

  /** Two numbers in order. */
  public record Range(double low, double high) {
    public Range {
      if (!(low < high)) {
        throw new IllegalArgumentException("a range needs low < high");
      }
    }
  }

  /**
   * Brighter values become that of a percentile, as FreeSurfer's conform step does it so that a few
   * bright vessels do not darken the rest.
   *
   * @param percentile 0..100
   * @param within voxels over which it is taken
   */
  public record Saturate(double percentile, Intensity.Within within) {
    public Saturate {
      within = within == null ? Intensity.Within.ALL : within;
    }
  }

  /**
   * Cuts the grid to the foreground after intensities were scaled over all of it: for networks that
   * take any size and learned on a grid that is mostly air.
   *
   * @param marginMm kept around the foreground
   * @param minCount foreground voxels a slice, row or column needs to count
   */
  public record Trim(double marginMm, int minCount) {}

  /**
   * Sliding windows. With an {@code overlap}, outputs are blended by Gaussian weights. With a
   * {@code halo}, windows are cut at the grid's border and the halo of each is dropped: where it is
   * the network's receptive radius, the result is that of the whole grid.
   *
   * @param size of a window; with a halo its voxels together, halo included, are the most that a
   *     tile of any proportions may have
   * @param overlap 0..1 of the window along each axis
   * @param halo voxels; 0 = blended windows
   */
  public record Window(Size size, double overlap, int halo) {
    public Window {
      if (halo < 0 || 2 * halo >= Math.min(size.x(), Math.min(size.y(), size.z()))) {
        throw new IllegalArgumentException("a window has to be larger than its halo on both sides");
      }
    }
  }
}
