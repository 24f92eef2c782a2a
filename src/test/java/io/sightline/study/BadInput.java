package io.sightline.study;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Files that no server should stumble over, each with the code it is refused by.
 *
 * @param name says what is wrong; also the file name
 * @param code of the refusal
 */
record BadInput(String name, byte[] content, String code) {
  private static final DicomBytes SLICE = DicomBytes.slice("1.2.40", "1.2.40.1", 0);

  static List<BadInput> all() {
    byte[] dicom = SLICE.bytes();
    byte[] zip = new ZipBytes().with("a.dcm", dicom).bytes();
    byte[] nifti = NiftiBytes.floats(6, 6, 6, 1).bytes();
    return List.of(
        new BadInput("empty.dcm", new byte[0], "empty_file"),
        new BadInput("text.txt", "Dear colleague".getBytes(), "unsupported_media_type"),
        new BadInput("truncated.dcm", cut(dicom, 30), "truncated"),
        new BadInput("header-only.dcm", Arrays.copyOf(dicom, 400), "truncated"),
        new BadInput(
            "lying-pixels.dcm",
            slice().number(0x00280010, 600).number(0x00280011, 800).bytes(),
            "corrupt_pixel_data"),
        new BadInput("huge-columns.dcm", slice().wide(0x00280011, 70_000).bytes(), "too_large"),
        new BadInput(
            "largest-columns.dcm",
            slice().number(0x00280010, 65535).number(0x00280011, 65535).bytes(),
            "too_large"),
        new BadInput(
            "unknown-syntax.dcm",
            slice().transferSyntax("1.2.3.4.5").bytes(),
            "unsupported_transfer_syntax"),
        new BadInput(
            "video.dcm",
            slice().transferSyntax("1.2.840.10008.1.2.4.102").bytes(),
            "unsupported_transfer_syntax"),
        new BadInput("no-uid.dcm", slice().text(0x00080018, "UI", "x").bytes(), "invalid_dicom"),
        new BadInput("truncated.zip", cut(zip, 40), "truncated"),
        new BadInput("empty.zip", new ZipBytes().bytes(), "empty_file"),
        new BadInput("lying.zip", ZipBytes.lying(zip, 3), "truncated"),
        new BadInput("encrypted.zip", ZipBytes.encrypted(zip, 9), "encrypted_archive"),
        new BadInput("nested.zip", new ZipBytes().with("inner.zip", zip).bytes(), "nested_archive"),
        new BadInput(
            "bomb.zip", new ZipBytes().with("zeros", new byte[80 << 20]).bytes(), "too_large"),
        new BadInput("truncated.nii", cut(nifti, 4), "truncated"),
        new BadInput("truncated.nii.gz", cut(NiftiBytes.gzip(nifti), 30), "truncated"),
        new BadInput("twice.nii.gz", NiftiBytes.gzip(NiftiBytes.gzip(nifti)), "nested_archive"),
        new BadInput("text.gz", NiftiBytes.gzip(new byte[5000]), "invalid_nifti"),
        new BadInput("one-slice.nii", NiftiBytes.floats(6, 6, 1, 1).bytes(), "no_volume"),
        new BadInput(
            "columns.nii", NiftiBytes.floats(6, 6, 6, 1).putShort(42, 70_000).bytes(), "truncated"),
        new BadInput(
            "negative.nii",
            NiftiBytes.floats(6, 6, 6, 1).putShort(42, -6).bytes(),
            "invalid_nifti"),
        new BadInput("zero-spacing.nii", zeroSpacing(), "geometry"),
        new BadInput("singular.nii", singular(), "geometry"));
  }

  /** What is odd and can be read all the same, with the warning that says so, if one does. */
  static List<BadInput> odd() {
    return List.of(
        new BadInput(
            "nan.nii",
            NiftiBytes.floats(6, 6, 6, 1)
                .voxel(5, Float.NaN)
                .voxel(6, Float.NEGATIVE_INFINITY)
                .bytes(),
            "not_finite"),
        new BadInput("4d.nii.gz", NiftiBytes.floats(6, 6, 6, 3).gzipped(), "time_points"),
        new BadInput("float64.nii", NiftiBytes.doubles(6, 6, 6).bytes(), ""),
        new BadInput(
            "one-slice.dcm", DicomBytes.slice("1.2.41", "1.2.41.1", 0).bytes(), "single_slice"));
  }

  private static DicomBytes slice() {
    return DicomBytes.slice("1.2.40", "1.2.40.1", 0);
  }

  private static byte[] cut(byte[] bytes, int fromEnd) {
    return Arrays.copyOf(bytes, bytes.length - fromEnd);
  }

  private static byte[] zeroSpacing() {
    NiftiBytes n = NiftiBytes.floats(6, 6, 6, 1).putShort(254, 0);
    IntStream.range(1, 4).forEach(i -> n.putFloat(76 + 4 * i, 0));
    return n.bytes();
  }

  private static byte[] singular() {
    NiftiBytes n = NiftiBytes.floats(6, 6, 6, 1);
    IntStream.range(0, 12).forEach(i -> n.putFloat(280 + 4 * i, 1));
    return n.bytes();
  }

  @Override
  public String toString() {
    return name;
  }
}
