// What comes from results stays text.
#include "reports/html/markup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stampede::reports::html {
namespace {

TEST(Markup, EscapesTextAndAttributes) {
  EXPECT_EQ(text("<b>&\"'").markup(), "&lt;b&gt;&amp;&quot;&#39;");
  EXPECT_EQ(element("td", {{"title", "\"><script>"}, {"hidden", ""}}, text("a")).markup(),
            "<td title=\"&quot;&gt;&lt;script&gt;\" hidden>a</td>");
}

TEST(Markup, ShowsWhatWouldBeInvisibleOrTurnTheOrder) {
  EXPECT_EQ(text("a\u202eb\nc").markup(), "a\\u{202e}b\\x0ac");
  EXPECT_EQ(lines_of_text("a\n<b>\n").markup(), "a\n&lt;b&gt;\n");
  EXPECT_EQ(text("\xff").markup(), "\\xff");
}

TEST(Markup, ScriptsCannotBeEndedByTheirData) {
  EXPECT_EQ(script_json(R"(["</script>", "<!--"])"), R"(["\u003c/script>", "\u003c!--"])");
}

}  // namespace
}  // namespace stampede::reports::html
