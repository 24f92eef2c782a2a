package io.sightline.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.dicom.DicomHeader;
import io.sightline.dicom.DicomReader;
import io.sightline.dicom.DicomSniffer;
import io.sightline.shared.ProblemException;
import io.sightline.shared.SharedData;
import io.sightline.shared.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of every DICOM series and every NIfTI file of the shared data. */
class SharedDataTest {

  /**
   * Per folder: volumes of all its series as columns x rows x planes, and all warning codes, both
   * sorted and each once.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ohif_mprage_freesurfer_seg/mr | 256x256x128 T1 | -",
        "ohif_acrin_nsclc_petct/ct | 512x512x72 CT | -",
        "ohif_acrin_nsclc_petct/pt | 128x128x135 PT | -",
        "ohif_wmhi_flair | 232x256x47 FLAIR | gap no_image",
        "ohif_prostatex0207_dce_dwi/08_ep2d_diff_tra_DYNDIST | 120x128x19 DWI, 120x128x19 DWI, 120x128x19 DWI | b_values",
        "ohif_prostatex0207_dce_dwi/12_tfl_dyn_fast_tra_1_5x1_5_t3_5sec | 128x128x16 other | -",
        "ohif_prostatex0207_dce_dwi/31_tfl_dyn_fast_tra_1_5x1_5_t3_5sec | 128x128x16 other | -",
        "totalsegmentator/example_ct_dicom | 512x512x20 CT | missing_uid",
        "dcmqi/data/segmentations/ct-3slice | 512x512x3 CT | -",
        "dcmqi/data/segmentations/23x38x3/image | 23x38x3 CT | -",
        "dcmqi/data/segmentations/23x38x3/multiframe | 23x38x3 CT | -",
        "dcmqi/data/segmentations/24x38x3/multiframe | 24x38x3 CT | -",
        "dcmqi/data/segmentations/24x38x3/seg | - | no_image",
        "dcmqi/data/sr-example | - | no_image",
        "highdicom/data/test_files | - | no_geometry no_image single_slice"
      })
  void everyDicomFolder(String folder, String volumes, String warnings) {
    Map<String, Assembly> series = assembleAll(SharedData.require(folder));

    assertThat(describe(series)).isEqualTo(volumes == null ? "" : volumes);
    assertThat(codes(series)).isEqualTo(warnings == null ? "" : warnings);
  }

  @ParameterizedTest
  @CsvSource({
    "brainchop_models/t1_crop.nii.gz, 256x256x256, T1",
    "brainlesion_TCGA-DU-7294/TCGA-DU-7294_fla_bet.nii.gz, 240x240x155, FLAIR",
    "brainlesion_TCGA-DU-7294/TCGA-DU-7294_t1_bet.nii.gz, 240x240x155, T1",
    "brainlesion_TCGA-DU-7294/TCGA-DU-7294_t1c_bet.nii.gz, 240x240x155, T1C",
    "brainlesion_TCGA-DU-7294/TCGA-DU-7294_t2_bet.nii.gz, 240x240x155, T2",
    "brainlesion_TCGA-DU-7294/seg_fusion_mav.nii.gz, 240x240x155, other",
    "sct_testing_data/t2.nii.gz, 60x55x52, T2",
    "sct_testing_data/t2_seg-manual_labeled.nii.gz, 60x55x52, other",
    "sct_testing_data/t2s.nii.gz, 49x54x9, other",
    "synthseg_label_maps/training_seg_01.nii.gz, 256x256x256, other",
    "totalsegmentator/example_ct.nii.gz, 122x101x112, CT",
    "totalsegmentator/example_ct_sm.nii.gz, 122x101x30, CT",
    "totalsegmentator/example_mr_sm.nii.gz, 117x91x20, other",
    "totalsegmentator/example_seg_dicom.nii.gz, 512x512x20, other",
    "totalsegmentator/spine_report/example_ct_report/spine_report.nii.gz, unsupported_pixel_format, other",
    "totalsegmentator/spine_report/example_ct_report/totalseg.nii.gz, 122x101x112, other"
  })
  void everyNifti(String file, String outcome, String sequence) {
    Path path = SharedData.require(file);

    assertThat(read(path)).isEqualTo(outcome);
    assertThat(SequenceClassifier.classify(path.getFileName().toString()).sequence().label())
        .isEqualTo(sequence);
  }

  private static String read(Path path) {
    try {
      NiftiFile file = NiftiReader.read(path, VolumeLimits.DEFAULT);
      assertThat(file.volumes()).hasSize(1);
      return size(file.volumes().getFirst().geometry());
    } catch (ProblemException e) {
      return e.code().code();
    }
  }

  private static Map<String, Assembly> assembleAll(Path folder) {
    Map<String, List<DicomHeader>> bySeries =
        SharedData.files(folder).stream()
            .filter(SharedDataTest::dicom)
            .map(DicomReader::readHeader)
            .collect(
                Collectors.groupingBy(h -> h.series().uid(), TreeMap::new, Collectors.toList()));
    assertThat(bySeries).isNotEmpty();
    Map<String, Assembly> assemblies = new TreeMap<>();
    bySeries.forEach((uid, headers) -> assemblies.put(uid, SeriesAssembler.assemble(headers)));
    return assemblies;
  }

  private static boolean dicom(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return DicomSniffer.looksLikeDicom(in.readNBytes(132));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String describe(Map<String, Assembly> series) {
    return series.values().stream()
        .flatMap(a -> a.volumes().stream())
        .map(v -> size(v.geometry()) + " " + v.guess().sequence().label())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String codes(Map<String, Assembly> series) {
    return series.values().stream()
        .flatMap(
            a ->
                java.util.stream.Stream.concat(
                    a.warnings().stream(),
                    a.volumes().stream().flatMap(v -> v.warnings().stream())))
        .map(Warning::code)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String size(VolumeGeometry g) {
    return g.nx() + "x" + g.ny() + "x" + g.nz();
  }
}
