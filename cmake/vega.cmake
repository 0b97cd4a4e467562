# Vega, Vega-Lite and Vega-Embed out of npm, which draw the charts: installed once per build folder, put into one script,
# and embedded into the program. After that neither network nor Node is needed.
find_program(STAMPEDE_NODE NAMES node nodejs)
find_program(STAMPEDE_NPM npm)
if(NOT STAMPEDE_NODE OR NOT STAMPEDE_NPM)
  message(FATAL_ERROR "The charts of reports need Node and npm when stampede is built (not when it runs): Node 18 with "
                      "npm 9, or newer. On Debian and Ubuntu: apt-get install nodejs npm")
endif()

set(STAMPEDE_VEGA_SOURCES "${PROJECT_SOURCE_DIR}/reports/chart/vega")
set(STAMPEDE_VEGA_FOLDER "${PROJECT_BINARY_DIR}/vega")
set(STAMPEDE_VEGA_MODULES "${STAMPEDE_VEGA_FOLDER}/node_modules")
set(STAMPEDE_VEGA_BUNDLE "${STAMPEDE_VEGA_FOLDER}/bundle.js")

# npm looks for its two files in the folder that it installs into.
add_custom_command(
  OUTPUT "${STAMPEDE_VEGA_FOLDER}/installed"
  COMMAND "${CMAKE_COMMAND}" -E copy "${STAMPEDE_VEGA_SOURCES}/package.json" "${STAMPEDE_VEGA_SOURCES}/package-lock.json"
          "${STAMPEDE_VEGA_FOLDER}"
  COMMAND "${STAMPEDE_NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline --loglevel=error
  COMMAND "${CMAKE_COMMAND}" -E touch "${STAMPEDE_VEGA_FOLDER}/installed"
  DEPENDS "${STAMPEDE_VEGA_SOURCES}/package.json" "${STAMPEDE_VEGA_SOURCES}/package-lock.json"
  WORKING_DIRECTORY "${STAMPEDE_VEGA_FOLDER}"
  COMMENT "Installing Vega from npm" VERBATIM)
file(MAKE_DIRECTORY "${STAMPEDE_VEGA_FOLDER}")

add_custom_command(
  OUTPUT "${STAMPEDE_VEGA_BUNDLE}"
  COMMAND "${STAMPEDE_NODE}" "${STAMPEDE_VEGA_SOURCES}/bundle.mjs" "${STAMPEDE_VEGA_MODULES}"
          "${STAMPEDE_VEGA_SOURCES}/rows.js" "${STAMPEDE_VEGA_BUNDLE}"
  DEPENDS "${STAMPEDE_VEGA_FOLDER}/installed" "${STAMPEDE_VEGA_SOURCES}/bundle.mjs" "${STAMPEDE_VEGA_SOURCES}/rows.js"
  COMMENT "Bundling Vega" VERBATIM)

# stampede_embed(TARGET FILE NAME): the bytes of a file, as std::string_view stampede::reports::NAME(), declared wherever
# it is used. The assembler reads the file, so that its size costs no time.
function(stampede_embed target file name)
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embedded/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT [[// Made by cmake/vega.cmake.
#include <string_view>

__asm__(".pushsection .rodata\n"
        ".balign 16\n"
        ".hidden stampede_@name@_begin\n"
        ".globl stampede_@name@_begin\n"
        "stampede_@name@_begin:\n"
        ".incbin \"@file@\"\n"
        ".hidden stampede_@name@_end\n"
        ".globl stampede_@name@_end\n"
        "stampede_@name@_end:\n"
        ".byte 0\n"
        ".popsection\n");

extern "C" const char stampede_@name@_begin[];
extern "C" const char stampede_@name@_end[];

namespace stampede::reports {

std::string_view @name@();
std::string_view @name@() {
  return {stampede_@name@_begin, static_cast<std::size_t>(stampede_@name@_end - stampede_@name@_begin)};
}

}  // namespace stampede::reports
]] @ONLY)
  set_source_files_properties("${source}" PROPERTIES OBJECT_DEPENDS "${file}" SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE "${source}")
endfunction()

stampede_embed(stampede_reports_chart "${STAMPEDE_VEGA_BUNDLE}" vega_bundle)
stampede_embed(stampede_reports_chart "${STAMPEDE_VEGA_SOURCES}/prelude.js" vega_prelude)
stampede_embed(stampede_reports_chart "${STAMPEDE_VEGA_SOURCES}/render.js" vega_render)
