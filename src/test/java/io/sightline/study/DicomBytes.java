package io.sightline.study;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes small MR images as DICOM Part 10 files, explicit VR little endian, element by element, so
 * that tests can also write wrong ones.
 */
public final class DicomBytes {
  private static final Set<String> LONG_VRS = Set.of("OB", "OW", "UN", "SQ", "UT");

  private record Element(String vr, byte[] value) {}

  private final Map<Integer, Element> elements = new TreeMap<>(Integer::compareUnsigned);
  private String transferSyntax = "1.2.840.10008.1.2.1";

  private DicomBytes() {}

  /** An axial slice of 8 x 6 pixels, 2 mm apart from its neighbours, every pixel {@code k}. */
  public static DicomBytes slice(String study, String series, int k) {
    DicomBytes d = new DicomBytes();
    d.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.4");
    d.text(0x00080018, "UI", series + "." + (k + 1));
    d.text(0x00080020, "DA", "20200131");
    d.text(0x00080060, "CS", "MR");
    d.text(0x00081030, "LO", "Head");
    d.text(0x0008103E, "LO", "t1_mprage_sag");
    d.text(0x00100020, "LO", "P1");
    d.text(0x00180015, "CS", "BRAIN");
    d.text(0x00180020, "CS", "GR");
    d.text(0x00180050, "DS", "2");
    d.text(0x00180080, "DS", "2300");
    d.text(0x00180081, "DS", "2.98");
    d.text(0x00180082, "DS", "900");
    d.text(0x0020000D, "UI", study);
    d.text(0x0020000E, "UI", series);
    d.text(0x00200013, "IS", String.valueOf(k + 1));
    d.text(0x00200032, "DS", "-10\\-20\\" + 2 * k);
    d.text(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
    d.text(0x00200052, "UI", study + ".9");
    d.number(0x00280002, 1);
    d.text(0x00280004, "CS", "MONOCHROME2");
    d.number(0x00280010, 6);
    d.number(0x00280011, 8);
    d.text(0x00280030, "DS", "1\\1");
    d.number(0x00280100, 16);
    d.number(0x00280101, 16);
    d.number(0x00280102, 15);
    d.number(0x00280103, 0);
    ByteBuffer pixels = ByteBuffer.allocate(8 * 6 * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 48; i++) {
      pixels.putShort((short) k);
    }
    d.elements.put(0x7FE00010, new Element("OW", pixels.array()));
    return d;
  }

  public DicomBytes text(int tag, String vr, String value) {
    String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
    elements.put(tag, new Element(vr, even.getBytes(StandardCharsets.US_ASCII)));
    return this;
  }

  /** An unsigned short. */
  public DicomBytes number(int tag, int value) {
    byte[] bytes = {(byte) value, (byte) (value >> 8)};
    elements.put(tag, new Element("US", bytes));
    return this;
  }

  /** An unsigned long where the standard has a short. */
  public DicomBytes wide(int tag, int value) {
    byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    elements.put(tag, new Element("UL", bytes));
    return this;
  }

  public DicomBytes without(int tag) {
    elements.remove(tag);
    return this;
  }

  public DicomBytes transferSyntax(String uid) {
    transferSyntax = uid;
    return this;
  }

  public byte[] bytes() {
    ByteArrayOutputStream meta = new ByteArrayOutputStream();
    write(meta, 0x00020001, new Element("OB", new byte[] {0, 1}));
    write(meta, 0x00020002, elements.get(0x00080016));
    write(meta, 0x00020003, elements.get(0x00080018));
    write(meta, 0x00020010, ui(transferSyntax));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    byte[] length =
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(meta.size()).array();
    write(out, 0x00020000, new Element("UL", length));
    out.writeBytes(meta.toByteArray());
    elements.forEach((tag, element) -> write(out, tag, element));
    return out.toByteArray();
  }

  private static Element ui(String uid) {
    String even = uid.length() % 2 == 0 ? uid : uid + "\0";
    return new Element("UI", even.getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(ByteArrayOutputStream out, int tag, Element element) {
    boolean wide = LONG_VRS.contains(element.vr());
    ByteBuffer head = ByteBuffer.allocate(wide ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) (tag >>> 16)).putShort((short) tag);
    head.put(element.vr().getBytes(StandardCharsets.US_ASCII));
    if (wide) {
      head.putShort((short) 0).putInt(element.value().length);
    } else {
      head.putShort((short) element.value().length);
    }
    out.writeBytes(head.array());
    out.writeBytes(element.value());
  }
}
