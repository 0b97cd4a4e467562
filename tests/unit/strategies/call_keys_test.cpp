// Keys of calls: golden values of the designs, and which calls collide in each.
#include "strategies/call_keys.h"

#include <gtest/gtest.h>

#include "tests/traces/scripted.h"

namespace stampede {
namespace {

Call call(std::vector<CallArgument> args, std::map<std::string, CallArgument> kwargs = {}) {
  return {.function = "f", .args = std::move(args), .kwargs = std::move(kwargs)};
}

const Call kTwo = call({"a", "b"});
const Call kOne = call({"a:b"});
const Call kKeyword = call({}, {{"a", "b"}});
const Call kNumber = call({1});
const Call kDigit = call({"1"});

Call row(const std::string& model) { return {.function = model, .args = {7}, .kwargs = {}}; }

TEST(CallKeys, UnambiguousOnesReadLikeTheCall) {
  EXPECT_EQ(unambiguous_key(call({})), "f()");
  EXPECT_EQ(unambiguous_key(kTwo), "f('a','b')");
  EXPECT_EQ(unambiguous_key(kOne), "f('a:b')");
  EXPECT_EQ(unambiguous_key(kKeyword), "f(a='b')");
  EXPECT_EQ(unambiguous_key(call({-1, ""}, {{"z", 2}, {"y", "x"}})), "f(-1,'',y='x',z=2)");
}

TEST(CallKeys, UnambiguousOnesEscapeWhatWouldConfuse) {
  EXPECT_EQ(unambiguous_key(call({"a','b"})), R"(f('a\',\'b'))");
  EXPECT_EQ(unambiguous_key(call({R"(a\)", "b"})), R"(f('a\\','b'))");
  EXPECT_EQ(unambiguous_key(call({"two words\n\xC3\xA9\x7F"})), R"(f('two\x20words\x0a\xc3\xa9\x7f'))");
  EXPECT_NE(unambiguous_key(call({R"(\x20)"})), unambiguous_key(call({" "})));
}

TEST(CallKeys, UnambiguousOnesNeverCollide) {
  const std::vector<Call> calls{kTwo,
                                kOne,
                                kKeyword,
                                kNumber,
                                kDigit,
                                call({}),
                                call({""}),
                                call({"a"}, {{"b", "c"}}),
                                call({"a", "b=c"}),
                                call({"a'"}),
                                call({"a\\'"}),
                                row("f"),
                                row("g")};
  for (const Call& one : calls) {
    for (const Call& other : calls) {
      EXPECT_EQ(unambiguous_key(one) == unambiguous_key(other), one == other) << unambiguous_key(one);
    }
  }
}

TEST(CallKeys, FunctionCachingJoinsTexts) {
  EXPECT_EQ(joined_key(call({})), "f");
  EXPECT_EQ(joined_key(call({"a", 1}, {{"c", "d"}})), "f:a:1:c:d");
  EXPECT_EQ(joined_key(kTwo), "f:a:b");
  EXPECT_EQ(joined_key(kOne), joined_key(kTwo));
  EXPECT_EQ(joined_key(kKeyword), joined_key(kTwo));
  EXPECT_EQ(joined_key(kNumber), joined_key(kDigit));
  EXPECT_NE(joined_key(row("Author")), joined_key(row("Book")));
}

TEST(CallKeys, CachebackHashesTexts) {
  EXPECT_EQ(hashed_key(call({})), "f");
  EXPECT_EQ(hashed_key(call({1, 2, 3})), "f:7b6e2994f12a7e000c01190edec1921e");
  EXPECT_EQ(hashed_key(call({}, {{"foo", "bar"}})),
            "f:d41d8cd98f00b204e9800998ecf8427e:acbd18db4cc2f85cedef654fccc4a4d8:37b51d194a7513e45b56f6524f2d51f2");
  EXPECT_EQ(hashed_key(call({1}, {{"b", 2}, {"a", "x"}})),
            "f:" + md5_of("1") + ":" + md5_of("a:b") + ":" + md5_of("x:2"));
  EXPECT_EQ(hashed_key(kOne), hashed_key(kTwo));
  EXPECT_NE(hashed_key(kKeyword), hashed_key(kTwo));
  EXPECT_EQ(hashed_key(kNumber), hashed_key(kDigit));
  EXPECT_NE(hashed_key(row("Author")), hashed_key(row("Book")));
}

// The values of RFC 1321.
TEST(CallKeys, Md5IsThatOfTheStandard) {
  EXPECT_EQ(md5_of(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_of("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5_of("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
}

TEST(CallKeys, CachemeHasPartsOfWhichItsStorageDropsTheLast) {
  EXPECT_EQ(slotted_key(call({})), "f");
  EXPECT_EQ(slotted_key(kTwo), "f>a>b");
  EXPECT_EQ(slotted_key(kKeyword), "f>a=b");
  EXPECT_EQ(slotted_key(kNumber), slotted_key(kDigit));
}

TEST(CallKeys, ModelsClashByTheirIdAlone) {
  EXPECT_EQ(id_key(row("Author")), "7");
  EXPECT_EQ(id_key(row("Author")), id_key(row("Book")));
  EXPECT_EQ(class_id_key(row("Author")), "Author.7");
  EXPECT_EQ(class_id_key(row("Book")), "Book.7");
  EXPECT_EQ(id_key(call({"a"}, {{"b", 1}})), "a.b=1");
}

TEST(CallKeys, AKeyThatIsNoCallKeepsItsName) {
  traces::FixedLabels labels;
  labels.calls["item>1"] = kTwo;
  EXPECT_EQ(cache_key(labels, Key{"item>1"}, joined_key), "f:a:b");
  EXPECT_EQ(cache_key(labels, Key{"item>2"}, joined_key), "item>2");
}

}  // namespace
}  // namespace stampede
