package io.sightline.chat.masks;

import io.sightline.report.ground.FoundRegion;
import io.sightline.shared.ErrorCode;
import io.sightline.shared.ProblemException;
import io.sightline.store.BlobLedger;
import io.sightline.store.BlobStore;
import io.sightline.volume.NiftiWriter;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Masks by owner and name; stored and dropped with what they belong to. Thread-safe; blocking. */
@Singleton
public final class PromptedMasks {
  private final Jdbi jdbi;
  private final BlobStore blobs;
  private final BlobLedger ledger;

  PromptedMasks(Jdbi jdbi, BlobStore blobs, BlobLedger ledger) {
    this.jdbi = jdbi;
    this.blobs = blobs;
    this.ledger = ledger;
  }

  /**
   * Stores the masks in one transaction with what they belong to.
   *
   * @param prefix of their names; the region's id follows
   */
  public void keep(
      String owner, String prefix, List<FoundRegion> regions, Consumer<Handle> together) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    regions.forEach(r -> files.put(prefix + r.id(), gzipped(r)));
    ledger.storing(
        () -> {
          Map<String, String> hashes = new LinkedHashMap<>();
          files.forEach((name, bytes) -> hashes.put(name, blobs.put(bytes)));
          jdbi.useTransaction(
              t -> {
                together.accept(t);
                hashes.forEach(
                    (name, sha) ->
                        t.execute(
                            "insert into prompted_mask (owner, name, sha256) values (?, ?, ?)",
                            owner,
                            name,
                            sha));
                ledger.claim(t, owner, hashes.values());
              });
          return null;
        });
  }

  /**
   * A mask, {@code .nii.gz} in its series' grid; the caller closes it.
   *
   * @throws ProblemException {@code not_found}
   */
  public InputStream open(String owner, String name) {
    String sha =
        jdbi.withHandle(
            h ->
                h.createQuery(
                        "select sha256 from prompted_mask where owner = :owner and name = :name")
                    .bind("owner", owner)
                    .bind("name", name)
                    .mapTo(String.class)
                    .findOne()
                    .orElseThrow(
                        () ->
                            new ProblemException(ErrorCode.NOT_FOUND, "There is no such region.")));
    return blobs.open(sha);
  }

  /**
   * Drops all masks of an owner in one transaction with the owner itself.
   *
   * @param owning deletes the owner; whether there was one
   * @return the same
   */
  public boolean drop(String owner, Predicate<Handle> owning) {
    List<String> released =
        jdbi.inTransaction(
            t -> {
              if (!owning.test(t)) {
                return null;
              }
              t.execute("delete from prompted_mask where owner = ?", owner);
              return ledger.release(t, owner);
            });
    if (released == null) {
      return false;
    }
    ledger.collect(released);
    return true;
  }

  private static byte[] gzipped(FoundRegion region) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NiftiWriter.write(region.mask(), out);
    return out.toByteArray();
  }
}
