package io.sightline.export;

import java.awt.image.BufferedImage;
import java.util.Map;

/** Letters of the patient's sides, drawn without fonts, which a bare server has not. */
final class Letter {
  private static final int DOT = 2;
  static final int WIDTH = 5 * DOT;

  private static final Map<Character, String[]> SHAPES =
      Map.of(
          'R', new String[] {"####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"},
          'L', new String[] {"#....", "#....", "#....", "#....", "#....", "#....", "#####"},
          'A', new String[] {".###.", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"},
          'P', new String[] {"####.", "#...#", "#...#", "####.", "#....", "#....", "#...."});

  private Letter() {}

  /** Draws with its upper left corner at (x, y); what lies outside the picture is left out. */
  static void draw(BufferedImage image, char letter, int x, int y) {
    String[] rows = SHAPES.get(letter);
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < rows[row].length(); column++) {
        if (rows[row].charAt(column) == '#') {
          dot(image, x + column * DOT, y + row * DOT);
        }
      }
    }
  }

  private static void dot(BufferedImage image, int x, int y) {
    for (int dy = 0; dy < DOT; dy++) {
      for (int dx = 0; dx < DOT; dx++) {
        if (x + dx >= 0 && y + dy >= 0 && x + dx < image.getWidth() && y + dy < image.getHeight()) {
          image.setRGB(x + dx, y + dy, 0xffffff);
        }
      }
    }
  }
}
