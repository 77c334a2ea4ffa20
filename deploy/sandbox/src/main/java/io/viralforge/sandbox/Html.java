package io.viralforge.sandbox;

/** What all pages share. */
final class Html {
    private static final String STYLE = """
            :root { color-scheme: light dark; --line: #8884; --soft: #8888; --accent: #2f6fed; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2.5rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line);
              vertical-align: top; }
            th { font-weight: 600; color: var(--soft); white-space: nowrap; }
            code, .hash { font-family: ui-monospace, monospace; font-size: .85em; overflow-wrap: anywhere; }
            form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .75rem 0; }
            button, input, select { font: inherit; padding: .35rem .7rem; border-radius: .4rem;
              border: 1px solid var(--soft); }
            button.main { background: var(--accent); color: #fff; border-color: var(--accent); }
            .scroll { overflow-x: auto; } .quiet { color: var(--soft); }
            """;

    private Html() {}

    /** A page; the body is HTML, the title is text. */
    static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                <h1>%s</h1>
                %s
                </html>
                """.formatted(escape(title), STYLE, escape(title), body);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
