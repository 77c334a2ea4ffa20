import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Adds up the Surefire reports of one test run: {@code java TestSummary.java REPOSITORY BEGUN}, where reports older than
 * the file BEGUN count as another run's. Exits with 1 when a test failed or none ran.
 */
public final class TestSummary {
    private static final int SLOWEST = 8;
    private static final int LINES_OF_FAILURE = 12;

    record Case(String module, String test, double seconds, String outcome, String detail) {
        boolean is(String wanted) {
            return outcome.equals(wanted);
        }
    }

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toRealPath();
        List<Case> cases = read(root, Files.getLastModifiedTime(Path.of(args[1])));
        System.out.println();
        modules(cases);
        skipped(cases);
        slowest(cases);
        failed(cases);
        long passed = count(cases, "passed");
        long failed = count(cases, "failed");
        System.out.printf("%n%d passed, %d failed, %d skipped%n", passed, failed, count(cases, "skipped"));
        System.exit(failed > 0 || passed == 0 ? 1 : 0);
    }

    private static void modules(List<Case> cases) {
        Map<String, List<Case>> byModule =
                cases.stream().collect(Collectors.groupingBy(Case::module, TreeMap::new, Collectors.toList()));
        byModule.forEach((module, own) -> System.out.printf(
                "%-16s %5d passed %4d failed %4d skipped %8.1f s%n",
                module,
                count(own, "passed"),
                count(own, "failed"),
                count(own, "skipped"),
                own.stream().mapToDouble(Case::seconds).sum()));
    }

    private static void skipped(List<Case> cases) {
        Map<String, Long> reasons = cases.stream()
                .filter(one -> one.is("skipped"))
                .collect(Collectors.groupingBy(Case::detail, TreeMap::new, Collectors.counting()));
        if (!reasons.isEmpty()) {
            System.out.println("\nSkipped, and why:");
            reasons.forEach((reason, count) -> System.out.printf("  %3d  %s%n", count, reason));
        }
    }

    private static void slowest(List<Case> cases) {
        System.out.println("\nSlowest:");
        cases.stream()
                .sorted(Comparator.comparingDouble(Case::seconds).reversed())
                .limit(SLOWEST)
                .forEach(one -> System.out.printf("  %6.1f s  %s%n", one.seconds(), one.test()));
    }

    private static void failed(List<Case> cases) {
        for (Case one : cases) {
            if (one.is("failed")) {
                System.out.println("\nFAILED " + one.module() + " " + one.test());
                one.detail().lines().limit(LINES_OF_FAILURE).forEach(line -> System.out.println("  " + line));
            }
        }
    }

    private static long count(List<Case> cases, String outcome) {
        return cases.stream().filter(one -> one.is(outcome)).count();
    }

    private static List<Case> read(Path root, FileTime begun) throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Path report : reports(root, begun)) {
            var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
            String module = root.relativize(report.getParent().getParent().getParent()).toString();
            NodeList nodes = document.getElementsByTagName("testcase");
            for (int i = 0; i < nodes.getLength(); i++) {
                cases.add(read(module, (Element) nodes.item(i)));
            }
        }
        return cases;
    }

    private static Case read(String module, Element element) {
        String outcome = "passed";
        String detail = "";
        for (String tag : List.of("failure", "error", "skipped")) {
            if (element.getElementsByTagName(tag).item(0) instanceof Element found) {
                outcome = tag.equals("skipped") ? "skipped" : "failed";
                detail = found.getTextContent().isBlank() ? found.getAttribute("message") : found.getTextContent();
            }
        }
        String type = element.getAttribute("classname");
        String test = type.substring(type.lastIndexOf('.') + 1) + "." + element.getAttribute("name");
        String seconds = element.getAttribute("time").replace(",", "");
        return new Case(module, test, seconds.isEmpty() ? 0 : Double.parseDouble(seconds), outcome, shortened(outcome, detail));
    }

    private static String shortened(String outcome, String detail) {
        String text = detail.strip();
        return outcome.equals("skipped")
                ? text.lines().findFirst().orElse("no reason given").replaceFirst("^[\\w.]+Exception: (Assumption failed: )?", "")
                : text;
    }

    private static List<Path> reports(Path root, FileTime begun) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String pattern : List.of("*/target/surefire-reports", "*/*/target/surefire-reports")) {
            int depth = pattern.split("/").length;
            try (Stream<Path> folders = Files.find(
                    root, depth, (path, attributes) -> root.relativize(path).getNameCount() == depth
                            && path.endsWith("target/surefire-reports"))) {
                for (Path folder : folders.toList()) {
                    try (var files = Files.newDirectoryStream(folder, "TEST-*.xml")) {
                        for (Path file : files) {
                            if (Files.getLastModifiedTime(file).compareTo(begun) >= 0) {
                                found.add(file);
                            }
                        }
                    }
                }
            }
        }
        return found;
    }
}
