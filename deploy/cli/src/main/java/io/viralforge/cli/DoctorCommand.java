package io.viralforge.cli;

import io.viralforge.cli.Check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What this machine has and lacks, and what follows from it. */
@CommandLine.Command(
        name = "doctor",
        description = "Says what this machine has and lacks, by trying it, and what follows from that.",
        footer = {"", "Ends with 3 when something is missing without which nothing works."})
final class DoctorCommand extends Command {
    @Option(names = "--json", description = "Say it as one line of JSON.")
    private boolean isJson;

    @Mixin
    private DataFolder folder = new DataFolder();

    @Override
    Exit run() throws Exception {
        List<Check> checks = new ArrayList<>(new MachineChecks(folder.installation()).all());
        checks.addAll(new MediaChecks().all());
        boolean isFatal = checks.stream().anyMatch(check -> check.verdict() == Verdict.FATAL);
        if (isJson) {
            Map<String, @Nullable Object> line = new LinkedHashMap<>();
            line.put("ok", !isFatal);
            line.put("version", Version.number());
            line.put("checks", checks.stream().map(Check::json).toList());
            terminal().raw(JsonLine.of(line));
        } else {
            checks.forEach(this::tell);
            terminal().result("");
            terminal()
                    .result(
                            isFatal
                                    ? "@|red Something essential is missing.|@"
                                    : "@|green Everything essential is there.|@");
        }
        return isFatal ? Exit.LACKING : Exit.DONE;
    }

    private void tell(Check check) {
        String mark = switch (check.verdict()) {
            case GOOD -> "@|green ok     |@";
            case LACKING -> "@|yellow lacking|@";
            case FATAL -> "@|red MISSING|@";
        };
        terminal().result(String.format("%s  %-13s %s", mark, check.name(), check.found()));
        if (check.consequence() != null) {
            terminal().result(" ".repeat(23) + check.consequence());
        }
    }
}
