# The files of reports/html/assets in the program: put together by kind, and embedded as Vega's bundle is.
set(STAMPEDE_PAGE_ASSETS "${PROJECT_SOURCE_DIR}/reports/html/assets")

# stampede_page_asset(NAME FILE...): std::string_view stampede::reports::NAME(), the files one after the other.
function(stampede_page_asset name)
  list(TRANSFORM ARGN PREPEND "${STAMPEDE_PAGE_ASSETS}/")
  set(whole "${PROJECT_BINARY_DIR}/page/${name}")
  add_custom_command(OUTPUT "${whole}" COMMAND "${CMAKE_COMMAND}" -E cat ${ARGN} > "${whole}" DEPENDS ${ARGN} VERBATIM)
  stampede_embed(stampede_reports_html "${whole}" ${name})
endfunction()
file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/page")

stampede_page_asset(page_template page.html)
stampede_page_asset(page_style base.css table.css chart.css print.css)
stampede_page_asset(page_script page.js tips.js sort.js overview.js chooser.js chart.js export.js start.js)
