package io.sightline.retrieval.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jboss.logging.Logger;

/**
 * Opens the folder of an index. One that is damaged, or was written by another version, is emptied:
 * nothing in it is the truth.
 */
final class IndexFolder {
  private static final Logger LOG = Logger.getLogger(IndexFolder.class);

  /** Counts up when documents change their form. */
  private static final String FORM = "1";

  private IndexFolder() {}

  /**
   * @param encoder id of what encodes sentences; another one makes another form
   */
  static IndexWriter open(Path folder, Analyzer analyzer, String encoder) throws IOException {
    Map<String, String> form = Map.of("form", FORM, "encoder", encoder);
    Files.createDirectories(folder);
    try {
      check(folder, form);
      return writer(folder, analyzer, form);
    } catch (IOException | RuntimeException e) {
      LOG.warnf("The case index cannot be used (%s) and is made again from the database.", e);
      empty(folder);
      return writer(folder, analyzer, form);
    }
  }

  /** Reads every byte once: what a crash or a disk left half right must not answer. */
  private static void check(Path folder, Map<String, String> form) throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      if (!DirectoryReader.indexExists(directory)) {
        if (directory.listAll().length > 0) {
          throw new IOException("there are files and no index");
        }
        return;
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        if (!form.equals(reader.getIndexCommit().getUserData())) {
          throw new IOException("it has another form");
        }
        for (LeafReaderContext leaf : reader.leaves()) {
          ((CodecReader) FilterLeafReader.unwrap(leaf.reader())).checkIntegrity();
        }
      }
    }
  }

  private static IndexWriter writer(Path folder, Analyzer analyzer, Map<String, String> form)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer).setOpenMode(IndexWriterConfig.OpenMode.CREATE_OR_APPEND);
    IndexWriter writer = new IndexWriter(FSDirectory.open(folder), config);
    writer.setLiveCommitData(form.entrySet());
    writer.commit();
    return writer;
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
