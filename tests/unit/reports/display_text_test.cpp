// Widths and escapes of hostile text.
#include "reports/result/display_text.h"

#include <gmock/gmock.h>

#include <string>

namespace stampede::reports {
namespace {

using testing::ElementsAre;

TEST(Printable, EscapesWhatWouldMoveHideOrColour) {
  EXPECT_EQ(printable("plain name:a=b"), "plain name:a=b");
  EXPECT_EQ(printable("a\nb\tc"), "a\\x0ab\\x09c");
  EXPECT_EQ(printable("\033[31mred"), "\\x1b[31mred");
  EXPECT_EQ(printable(std::string("nul\0", 4)), "nul\\x00");
  EXPECT_EQ(printable("\x7f\xc2\x9b"), "\\x7f\\u{9b}");              // DEL, and the one-character form of ESC [
  EXPECT_EQ(printable("a\u202Eb\u200Bc"), "a\\u{202e}b\\u{200b}c");  // right-to-left override, zero-width space
}

TEST(Printable, KeepsUtf8AndEscapesWhatIsNone) {
  EXPECT_EQ(printable("größe 缓存 🐘"), "größe 缓存 🐘");
  EXPECT_EQ(printable("\xff\x80"), "\\xff\\x80");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(printable("\xe7\xbc"), "\\xe7\\xbc");           // breaks off
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("größe"), 5U);
  EXPECT_EQ(display_width("缓存"), 4U);
  EXPECT_EQ(display_width("🐘"), 2U);
  EXPECT_EQ(display_width("e\u0301"), 1U);  // a combining accent
}

TEST(Padding, AlignsByColumns) {
  EXPECT_EQ(pad_left("缓存", 6), "  缓存");
  EXPECT_EQ(pad_right("größe", 6), "größe ");
  EXPECT_EQ(pad_left("toolong", 3), "toolong");
}

TEST(Wrap, KeepsNumbersWithTheirUnits) {
  EXPECT_THAT(wrap("it took 12.5 ms longer", 13), ElementsAre("it took", "12.5 ms", "longer"));
  EXPECT_THAT(wrap("1 2 3 4", 3), ElementsAre("1 2", "3 4"));  // nowhere else
}

TEST(Wrap, BreaksAtSpacesAndOnlyElsewhereWhenItMust) {
  EXPECT_THAT(wrap("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("one two", 7), ElementsAre("one two"));
  EXPECT_THAT(wrap("", 5), ElementsAre(""));
  EXPECT_THAT(wrap("abcdefghij", 4), ElementsAre("abcd", "efgh", "ij"));
  EXPECT_THAT(wrap("缓存缓存", 5), ElementsAre("缓存", "缓存"));
}

}  // namespace
}  // namespace stampede::reports
