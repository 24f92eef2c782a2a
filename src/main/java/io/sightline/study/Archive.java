package io.sightline.study;

import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Unpacks a zip file entry by entry. An entry that cannot be taken is refused and its neighbours
 * are kept; names are shown and never used as paths.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE.TXT</a>
 */
final class Archive {
  private final UploadLimits limits;
  private final Staging staging;
  private final Intake intake;
  private long unpacked;

  Archive(UploadLimits limits, Staging staging, Intake intake) {
    this.limits = limits;
    this.staging = staging;
    this.intake = intake;
  }

  /** Hands each entry, or the reason against it, to the intake. */
  void unpack(StagedFile archive) {
    try (ZipFile zip = open(archive.path())) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
      if (entries.size() > limits.entries()) {
        throw new ProblemException(
            ErrorCode.TOO_LARGE,
            "The archive has %,d entries; %,d are taken."
                .formatted(entries.size(), limits.entries()));
      }
      if (entries.isEmpty()) {
        throw new ProblemException(ErrorCode.EMPTY_FILE, "The archive is empty.");
      }
      entries.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> take(zip, entry));
    } catch (ProblemException e) {
      intake.reject(archive.name(), e);
    } catch (IOException | IllegalArgumentException e) {
      intake.reject(archive.name(), broken(e));
    }
  }

  private static ZipFile open(Path path) throws IOException {
    return ZipFile.builder().setPath(path).setIgnoreLocalFileHeader(false).get();
  }

  private void take(ZipFile zip, ZipArchiveEntry entry) {
    String name = FileName.harmless(entry.getName(), "entry");
    if (FileName.isLitter(name)) {
      intake.skip(name, "Not an image: it only comes along with images.");
      return;
    }
    try {
      StagedFile file = new StagedFile(name, unpack(zip, entry), null);
      if (FileKind.of(file.path()) == FileKind.ZIP) {
        throw new ProblemException(
            ErrorCode.NESTED_ARCHIVE, "An archive within an archive is not opened.");
      }
      intake.accept(file);
    } catch (ProblemException e) {
      intake.reject(name, e);
    } catch (IOException | IllegalArgumentException e) {
      intake.reject(name, broken(e));
    }
  }

  private Path unpack(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new ProblemException(ErrorCode.ENCRYPTED_ARCHIVE, "The entry is encrypted.");
    }
    if (!zip.canReadEntryData(entry)) {
      throw new ProblemException(
          ErrorCode.INVALID_ARCHIVE, "The entry is packed by a method that cannot be read.");
    }
    long limit = limit(entry);
    if (entry.getSize() > limit) {
      throw new ProblemException(
          ErrorCode.TOO_LARGE, "The entry unpacks to more than this server takes.");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Path file = staging.copy(in, limit);
      long size = file.toFile().length();
      unpacked += size;
      if (entry.getSize() >= 0 && size != entry.getSize()) {
        throw new ProblemException(
            ErrorCode.TRUNCATED,
            "The entry declares %,d bytes and holds %,d.".formatted(entry.getSize(), size));
      }
      return file;
    }
  }

  /**
   * Bytes that this entry may unpack to: its own limit, its ratio, and what the archive has left.
   */
  private long limit(ZipArchiveEntry entry) {
    long byRatio =
        Math.max(
            limits.ratioFrom().asLongValue(),
            Math.max(0, entry.getCompressedSize()) * limits.ratio());
    long left = limits.archive().asLongValue() - unpacked;
    return Math.min(Math.min(limits.entry().asLongValue(), byRatio), Math.max(0, left));
  }

  private static ProblemException broken(Exception e) {
    return e instanceof EOFException
        ? new ProblemException(ErrorCode.TRUNCATED, "The archive ends too early.", e)
        : e instanceof ZipException && String.valueOf(e.getMessage()).contains("not a ZIP archive")
            ? new ProblemException(
                ErrorCode.TRUNCATED, "The archive has no end: it was cut off, or is no zip.", e)
            : new ProblemException(ErrorCode.INVALID_ARCHIVE, "The archive is damaged.", e);
  }
}
