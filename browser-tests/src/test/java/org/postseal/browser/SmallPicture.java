package org.postseal.browser;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** A PNG with the 64 colours that a page has most of: a fraction of what a browser writes. */
final class SmallPicture {
  private static final int COLOURS = 64;
  private static final int BITS = 8;

  private SmallPicture() {}

  static byte[] of(byte[] png) throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(png));
    var times = new HashMap<Integer, Integer>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        times.merge(image.getRGB(x, y) & 0xffffff, 1, Integer::sum);
      }
    }
    var most =
        times.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
            .limit(COLOURS)
            .map(Map.Entry::getKey)
            .toList();
    return written(image, most);
  }

  private static byte[] written(BufferedImage image, List<Integer> colours) throws IOException {
    var palette = new int[colours.size()];
    for (int n = 0; n < palette.length; n++) {
      palette[n] = colours.get(n);
    }
    var model =
        new IndexColorModel(BITS, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    var small =
        new BufferedImage(
            image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    var nearest = new HashMap<Integer, Integer>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int index = nearest.computeIfAbsent(image.getRGB(x, y) & 0xffffff, c -> near(c, palette));
        small.getRaster().setSample(x, y, 0, index);
      }
    }
    var octets = new ByteArrayOutputStream();
    ImageIO.write(small, "png", octets);
    return octets.toByteArray();
  }

  private static int near(int colour, int[] palette) {
    int best = 0;
    for (int n = 1; n < palette.length; n++) {
      if (distance(colour, palette[n]) < distance(colour, palette[best])) {
        best = n;
      }
    }
    return best;
  }

  private static int distance(int one, int other) {
    int red = (one >> 16 & 0xff) - (other >> 16 & 0xff);
    int green = (one >> 8 & 0xff) - (other >> 8 & 0xff);
    int blue = (one & 0xff) - (other & 0xff);
    return red * red + green * green + blue * blue;
  }
}
