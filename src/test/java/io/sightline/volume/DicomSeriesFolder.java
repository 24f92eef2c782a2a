package io.sightline.volume;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.DicomLimits;
import io.sightline.dicom.DicomReader;
import io.sightline.dicom.codec.CodecPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the objects of one series from files, assembles and loads them. */
public final class DicomSeriesFolder {
  private final List<DicomHeader> headers = new ArrayList<>();
  private final Map<String, Path> files = new HashMap<>();

  public DicomSeriesFolder(List<Path> paths) {
    for (Path path : paths) {
      DicomHeader header = DicomReader.readHeader(path);
      headers.add(header);
      files.put(header.sopInstanceUid(), path);
    }
  }

  List<DicomHeader> headers() {
    return headers;
  }

  Assembly assemble() {
    return SeriesAssembler.assemble(headers);
  }

  Volume load(AssembledVolume volume) {
    try (CodecPool codec = new CodecPool()) {
      return new VolumeLoader(DicomLimits.DEFAULT, codec).load(volume, files::get);
    }
  }

  /** The volume of a series that must have exactly one. */
  public Volume loadOnly() {
    List<AssembledVolume> volumes = assemble().volumes();
    if (volumes.size() != 1) {
      throw new AssertionError(volumes.size() + " volumes, not one: " + assemble().warnings());
    }
    return load(volumes.getFirst());
  }
}
