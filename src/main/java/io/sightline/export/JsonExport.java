package io.sightline.export;

import io.sightline.report.document.ReportJson;
import java.nio.charset.StandardCharsets;

/** The report as the API has it, indented. */
final class JsonExport implements Export {

  @Override
  public String kind() {
    return "json";
  }

  @Override
  public Exported export(ExportMaterial material) {
    byte[] json = ReportJson.writePretty(material.report()).getBytes(StandardCharsets.UTF_8);
    return new Exported("application/json", "report.json", json);
  }
}
