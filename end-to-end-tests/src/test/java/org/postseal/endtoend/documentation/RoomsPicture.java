package org.postseal.endtoend.documentation;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The rooms of the house, {@code docs/architecture.md}: modules, what each is for, and who depends
 * on whom, made from the POMs. To write the page anew:
 *
 * <pre>java end-to-end-tests/src/test/java/org/postseal/endtoend/documentation/RoomsPicture.java
 * </pre>
 */
public final class RoomsPicture {
  private static final String PAGE = "docs/architecture.md";
  private static final String BEGIN = "<!-- made from the POMs: begin -->\n";
  private static final String END = "<!-- made from the POMs: end -->";

  private final Map<String, Room> rooms;

  /**
   * A module.
   *
   * @param duty its POM's description
   * @param runs rooms its code needs when it runs
   * @param tests further rooms its tests need
   */
  private record Room(String name, String duty, List<String> runs, List<String> tests) {}

  private RoomsPicture(Map<String, Room> rooms) {
    this.rooms = rooms;
  }

  /** Writes the page anew; run from the top of the repository. */
  public static void main(String[] arguments) throws IOException {
    var repository = Path.of("").toAbsolutePath();
    Files.writeString(repository.resolve(PAGE), text(repository));
  }

  /** The page as the POMs want it; what is written around the picture stays. */
  static String text(Path repository) throws IOException {
    var page = Files.readString(repository.resolve(PAGE));
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin)
        + read(repository).picture()
        + page.substring(page.indexOf(END));
  }

  /** All rooms that a room's code needs when it runs, those that its needs need among them. */
  static List<String> needs(Path repository, String room) throws IOException {
    var picture = read(repository);
    return picture.rooms.keySet().stream()
        .filter(other -> !other.equals(room) && picture.reaches(room, other))
        .toList();
  }

  private static RoomsPicture read(Path repository) throws IOException {
    var names = new ArrayList<String>();
    elements(pom(repository.resolve("pom.xml")), "modules", "module")
        .forEach(module -> names.add(module.getTextContent()));
    var rooms = new TreeMap<String, Room>();
    for (var name : names) {
      var pom = pom(repository.resolve(name).resolve("pom.xml"));
      var runs = new TreeSet<String>();
      var tests = new TreeSet<String>();
      for (var dependency : elements(pom, "dependencies", "dependency")) {
        var of = text(dependency, "artifactId");
        if (text(dependency, "groupId").matches("org\\.postseal|\\$\\{project\\.groupId}")
            && names.contains(of)) {
          (text(dependency, "scope").equals("test") ? tests : runs).add(of);
        }
      }
      tests.removeAll(runs);
      rooms.put(
          name, new Room(name, text(pom, "description"), List.copyOf(runs), List.copyOf(tests)));
    }
    return new RoomsPicture(rooms);
  }

  private String picture() {
    var picture = new StringBuilder("```mermaid\nflowchart TD\n");
    rooms.keySet().forEach(name -> picture.append("  %s[\"%s\"]\n".formatted(node(name), name)));
    for (var room : rooms.values()) {
      for (var other : shown(room)) {
        picture.append("  %s --> %s\n".formatted(node(room.name()), node(other)));
      }
    }
    picture.append("```\n\n| room | its duty | needs | its tests need too |\n|---|---|---|---|\n");
    for (var room : rooms.values()) {
      picture.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(room.name(), room.duty(), listed(room.runs()), listed(room.tests())));
    }
    return picture.toString();
  }

  /** Without arrows that another way of arrows implies, which make a picture unreadable. */
  private List<String> shown(Room room) {
    return room.runs().stream()
        .filter(
            other ->
                room.runs().stream()
                    .noneMatch(between -> !between.equals(other) && reaches(between, other)))
        .toList();
  }

  private boolean reaches(String from, String to) {
    return from.equals(to)
        || rooms.get(from).runs().stream().anyMatch(between -> reaches(between, to));
  }

  /** A name that is none of the picture's own words, of which {@code end} is one. */
  private static String node(String room) {
    return room.replace('-', '_');
  }

  private static String listed(List<String> names) {
    return String.join(", ", names.stream().map(name -> "`" + name + "`").toList());
  }

  private static Element pom(Path file) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(Files.readString(file))))
          .getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file.toString(), e);
    }
  }

  /** The elements of one name in the element of another, which is the first level below the top. */
  private static List<Element> elements(Element top, String list, String name) {
    var found = new ArrayList<Element>();
    for (var outer : children(top, list)) {
      found.addAll(children(outer, name));
    }
    return found;
  }

  private static List<Element> children(Element parent, String name) {
    var found = new ArrayList<Element>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    var found = children(parent, name);
    return found.isEmpty() ? "" : found.getFirst().getTextContent().strip();
  }
}
